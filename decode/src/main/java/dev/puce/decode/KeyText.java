package dev.puce.decode;

import dev.puce.iso7816.Bytes;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads keys for secure messaging as people write them. Messages never repeat the text.
final class KeyText {
    private static final String FORMS = "Write mrz:NUMBER,BIRTH,EXPIRY or iso:KEY,COUNTER or gp:KEY";
    private static final int PASSPORT_LINE = 44;
    private static final int CARD_LINE = 30;
    private static final int BOOKLET_LINE = 36;

    private KeyText() {}

    static SessionKeys parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        return switch (kind) {
            case "mrz" -> zone(value);
            case "iso" -> iso(value);
            case "gp" -> new SessionKeys.GlobalPlatform(hex(value, "the key", Set.of(16, 24, 32)));
            case "can" ->
                throw new IllegalArgumentException(
                        "a trace cannot be decrypted with a CAN, because PACE agrees on keys by"
                                + " Diffie-Hellman. Give the session key and counter: iso:KEY,COUNTER");
            default -> throw new IllegalArgumentException("this is not a key for secure messaging. " + FORMS);
        };
    }

    private static SessionKeys.Mrz zone(String value) {
        var parts = value.split(",", -1);
        if (parts.length == 3) {
            return zone(parts[0].strip(), parts[1].strip(), parts[2].strip());
        }
        String line = value.replaceAll("\\s", "");
        return switch (line.length()) { // ICAO Doc 9303-4, -5 and -6
            case PASSPORT_LINE, BOOKLET_LINE -> zone(line, 0, 13, 21);
            case 2 * PASSPORT_LINE -> zone(line, PASSPORT_LINE, PASSPORT_LINE + 13, PASSPORT_LINE + 21);
            case 2 * BOOKLET_LINE -> zone(line, BOOKLET_LINE, BOOKLET_LINE + 13, BOOKLET_LINE + 21);
            case 3 * CARD_LINE -> zone(line, 5, CARD_LINE, CARD_LINE + 8);
            default ->
                throw new IllegalArgumentException("the machine readable zone has " + line.length()
                        + " characters. Write mrz:NUMBER,BIRTH,EXPIRY");
        };
    }

    private static SessionKeys.Mrz zone(String lines, int number, int birth, int expiry) {
        return zone(
                lines.substring(number, number + 9),
                lines.substring(birth, birth + 6),
                lines.substring(expiry, expiry + 6));
    }

    private static SessionKeys.Mrz zone(String number, String birth, String expiry) {
        if (!birth.matches("[0-9<]{6}") || !expiry.matches("[0-9]{6}")) {
            throw new IllegalArgumentException("the dates of a machine readable zone are YYMMDD");
        }
        if (!number.matches("[A-Za-z0-9<]+")) {
            throw new IllegalArgumentException("a document number has letters, digits and <");
        }
        return new SessionKeys.Mrz(number.toUpperCase(Locale.ROOT), birth, expiry);
    }

    private static SessionKeys.Iso iso(String value) {
        int comma = value.indexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException("the counter is missing. Write iso:KEY,COUNTER");
        }
        var counter = hex(value.substring(comma + 1).strip(), "the counter", Set.of(8, 16));
        var lengths = counter.length() == 8 ? Set.of(16) : Set.of(16, 24, 32);
        return new SessionKeys.Iso(hex(value.substring(0, comma).strip(), "the key", lengths), counter);
    }

    @SuppressWarnings("UnusedException") // its message quotes the key
    private static Bytes hex(String text, String what, Set<Integer> lengths) {
        Bytes bytes;
        try {
            bytes = Bytes.hex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not hex");
        }
        if (!lengths.contains(bytes.length())) {
            throw new IllegalArgumentException(
                    what + " has " + bytes.length() + (bytes.length() == 1 ? " byte" : " bytes") + ", not "
                            + lengths.stream().sorted().map(String::valueOf).collect(Collectors.joining(" or ")));
        }
        return bytes;
    }
}
