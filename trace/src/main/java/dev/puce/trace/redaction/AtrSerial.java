package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// The serial number in an ATR, for [Redaction#PUBLIC].
///
/// Two kinds of cards have one there:
///
/// - Calypso transport cards: the last 4 of the 10 bytes of card issuer's data, `80 5A ... 82 90 00` (Calypso
///   specification, answer to reset).
/// - Proximity cards at 125 kHz, for which the reader makes an ATR: `3B 0K`, a format byte, the facility and the card
///   number (OMNIKEY developer guide).
///
/// @param start  offset of the serial number
/// @param length number of its bytes
record AtrSerial(int start, int length) {
    private static final Bytes CALYPSO = Bytes.hex("805A");
    private static final Bytes STATUS = Bytes.hex("829000");
    private static final int CALYPSO_LENGTH = 15;
    private static final int CALYPSO_SERIAL = 8;
    private static final int CALYPSO_SERIAL_LENGTH = 4;

    private static final int DIRECT_CONVENTION = 0x3B;
    private static final int PROXIMITY_NUMBER = 3;
    private static final int PROXIMITY_SHORTEST = 5;
    private static final int PROXIMITY_LONGEST = 7;

    /// 26 bits (H10301), 37 bits (H10302, H10304), 32 bits and 35 bits (Corporate 1000), unknown.
    private static final Set<Integer> PROXIMITY_FORMATS = Set.of(0x00, 0x01, 0x02, 0x04, 0x14, 0x64);

    /// Numbers of pseudonyms are small.
    private static final int PSEUDONYM_LENGTH = 2;

    static Optional<AtrSerial> of(Bytes atr) {
        if (isProximityCard(atr)) {
            return Optional.of(new AtrSerial(PROXIMITY_NUMBER, atr.length() - PROXIMITY_NUMBER));
        }
        var parsed = Atr.parse(atr);
        return isCalypso(parsed.historicalBytes())
                ? Optional.of(new AtrSerial(parsed.historicalBytesOffset() + CALYPSO_SERIAL, CALYPSO_SERIAL_LENGTH))
                : Optional.empty();
    }

    private static boolean isProximityCard(Bytes atr) {
        return atr.length() > PROXIMITY_NUMBER
                && atr.get(0) == DIRECT_CONVENTION
                && atr.get(1) >= PROXIMITY_SHORTEST
                && atr.get(1) <= PROXIMITY_LONGEST
                && PROXIMITY_FORMATS.contains(atr.get(2));
    }

    /// Other cards have a text of 10 characters in the card issuer's data.
    private static boolean isCalypso(Bytes historical) {
        return historical.length() == CALYPSO_LENGTH
                && historical.startsWith(CALYPSO)
                && historical.from(CALYPSO_LENGTH - STATUS.length()).equals(STATUS)
                && !historical
                        .slice(CALYPSO.length(), CALYPSO_SERIAL + CALYPSO_SERIAL_LENGTH)
                        .text(StandardCharsets.ISO_8859_1)
                        .chars()
                        .allMatch(c -> c >= ' ' && c <= '~');
    }

    /// The serial number as text.
    String in(Bytes atr) {
        return atr.slice(start, start + length).toHex();
    }

    /// Whether the serial number of an ATR can be the number of a pseudonym.
    boolean isPseudonymIn(Bytes atr) {
        return in(atr).substring(0, 2 * (length - Math.min(length, PSEUDONYM_LENGTH)))
                .matches("0*");
    }

    /// The ATR with a number in place of the serial number. TCK changes with it: a right one stays right.
    Bytes replaced(Bytes atr, int number) {
        byte[] bytes = atr.toArray();
        int change = 0;
        for (int i = 0; i < length; i++) {
            int shift = Byte.SIZE * (length - 1 - i);
            byte digit = (byte) (shift < Integer.SIZE ? number >> shift : 0);
            change ^= bytes[start + i] ^ digit;
            bytes[start + i] = digit;
        }
        var parsed = Atr.parse(atr);
        if (parsed.tck().value().isPresent()) {
            bytes[bytes.length - parsed.extraBytes().length() - 1] ^= (byte) change;
        }
        return Bytes.of(bytes);
    }
}
