package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.kind.CardKinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Any commands to a built-in card: it never throws, and answers each with a status word. The first byte chooses the
/// card, whose random numbers are always the same, so that recorded sessions with secure messaging work. Each command
/// has two bytes of length in front.
public final class CardFuzzer {
    /// The seed of the recorded sessions.
    private static final long SEED = 3;

    private static final int LONGEST_ANSWER = 65536 + 2;

    private CardFuzzer() {}

    /// The cards, in the order of the first byte.
    static final List<String> CARDS =
            List.of("piv", "openpgp", "emrtd", "fido", "globalplatform", "demo", "eid", "minimal", "echo");

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try {
            var card = CardKinds.make(CARDS.get((input[0] & 0xFF) % CARDS.size()), CardRandom.seeded(SEED));
            card.powerOn();
            for (Bytes command : LengthPrefixed.split(input, 1)) {
                transmit(card, command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CardUnresponsiveException e) {
            throw new AssertionError("a built-in card is mute", e);
        }
    }

    private static void transmit(VirtualCard card, Bytes command) throws CardUnresponsiveException {
        Bytes answer = card.transmit(command);
        int sw1 = answer.length() < 2 ? 0 : answer.get(answer.length() - 2);
        boolean isStatus = sw1 >> 4 == 6 || sw1 >> 4 == 9;
        if (!isStatus || answer.length() > LONGEST_ANSWER) {
            throw new AssertionError(command + " is answered with " + answer);
        }
    }
}
