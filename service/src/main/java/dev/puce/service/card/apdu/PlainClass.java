package dev.puce.service.card.apdu;

import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.StatusWord;

/// The class byte that cards without channels and secure messaging accept.
public final class PlainClass {
    private PlainClass() {}

    /// Checks the class byte of a command.
    ///
    /// @throws RefusedException unless the class is interindustry, of channel 0 and without secure messaging
    public static void require(ClassByte cla) throws RefusedException {
        if (!cla.isInterindustry()) {
            throw new RefusedException(StatusWord.CLASS_NOT_SUPPORTED);
        }
        if (cla.channel() != 0) {
            throw new RefusedException(StatusWord.CHANNEL_NOT_SUPPORTED);
        }
        if (cla.secureMessaging() != ClassByte.SecureMessaging.NONE) {
            throw new RefusedException(StatusWord.SECURE_MESSAGING_NOT_SUPPORTED);
        }
    }
}
