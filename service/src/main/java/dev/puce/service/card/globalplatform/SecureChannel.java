package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.service.card.apdu.RefusedException;

/// A secure channel session between the security domain and an administrator.
sealed interface SecureChannel permits Scp02, Scp03 {
    /// Protections of commands (C) and answers (R): bits of P1 of EXTERNAL AUTHENTICATE.
    int C_MAC = 0x01;
    int C_ENCRYPTION = 0x02;
    int R_MAC = 0x10;
    int R_ENCRYPTION = 0x20;

    /// The answer to INITIALIZE UPDATE.
    Bytes greeting();

    /// EXTERNAL AUTHENTICATE: checks the cryptogram and the MAC, and opens the session.
    ///
    /// @throws RefusedException if one of them is wrong (6300), or the level is not supported (6985)
    void authenticate(CommandApdu command) throws RefusedException;

    /// Checks the protection of a command and takes it off.
    ///
    /// @throws RefusedException if the protection is missing or wrong (6982)
    CommandApdu unwrap(CommandApdu command) throws RefusedException;

    /// Protects an answer.
    ResponseApdu wrap(ResponseApdu answer);

    /// Decrypts a key of a PUT KEY command.
    Bytes decryptKey(Bytes encrypted);

    /// The command as it was before its MAC: class with the bit of secure messaging, Lc that counts the MAC, data.
    static Bytes macInput(CommandApdu command, Bytes data, int macLength) {
        return Bytes.of(command.cla(), command.ins(), command.p1(), command.p2(), data.length() + macLength)
                .plus(data);
    }
}
