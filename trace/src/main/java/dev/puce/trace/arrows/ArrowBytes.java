package dev.puce.trace.arrows;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.source.HexText;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the bytes after a direction mark. A length may stand before them, a status word or a remark behind.
final class ArrowBytes {
    private static final String BYTE = "([0-9A-Fa-f]{2})";
    private static final int MOST_REMARKS = 3;

    /// Longest text behind the bytes, in characters.
    private static final int MOST_TAIL = 200;

    private static final Pattern HYPHEN = Pattern.compile("(?<=\\b[0-9A-Fa-f]{2})-(?=[0-9A-Fa-f]{2}\\b)");

    private static final Pattern LENGTH = Pattern.compile("^[\\[(]\\d{1,6}(?: bytes?)?[\\])]:? *");

    /// A remark: a comment, a duration, text in brackets, or text after ` : `.
    private static final Pattern REMARK =
            Pattern.compile("\\s*(?://.*|#.*|;.*|\\s: .*|\\([^()]*\\)|\\[[^\\[\\]]*]|,? [\\d.]{1,12} ?m?s)$");

    /// A status word apart from the data: `SW=9000`, `(SW: 90 00)`, `SW1=0x90, SW2=0x00`, `[9000]`.
    private static final Pattern STATUS_LAST =
            Pattern.compile("[\\[(]?SW(?:1SW2|1/SW2|12)? ?[:=]? ?(?:0x)?" + BYTE + " ?"
                    + BYTE + "[\\])]?:?$|[\\[(]?SW1 ?[:=] ?(?:0x)?" + BYTE + ",? ?SW2 ?[:=] ?(?:0x)?" + BYTE
                    + "[\\])]?:?$|[\\[(]" + BYTE
                    + " ?" + BYTE + "[\\])]$");

    /// A status word in front of the data: `9000: 6f10`.
    private static final Pattern STATUS_FIRST = Pattern.compile("^(?:SW[:=]? ?)?([0-9A-Fa-f]{4}): *([0-9A-Fa-f ]*)$");

    /// A status word of which a byte has one digit, as some versions of pyscard print it.
    private static final Pattern STATUS_SHORT =
            Pattern.compile("^((?:[0-9A-Fa-f]{2} +)*)([0-9A-Fa-f]{1,2}) {1,2}([0-9A-Fa-f]{1,2})$");

    private ArrowBytes() {}

    /// The command, of at least four bytes.
    static Optional<Bytes> command(String text) {
        String rest = withoutHyphens(withoutLength(text));
        var bytes = HexText.bytes(rest);
        for (int i = 0; i < MOST_REMARKS && bytes.isEmpty(); i++) {
            rest = withoutRemark(rest);
            bytes = HexText.bytes(rest);
        }
        return bytes.filter(found -> found.length() >= 4);
    }

    /// The answer, of at least two bytes.
    static Optional<Bytes> response(String text) {
        String rest = withoutHyphens(withoutLength(text)).replace("[]", "").strip();
        for (int i = 0; i <= MOST_REMARKS; i++) {
            var found = whole(rest);
            if (found.isPresent()) {
                return found.filter(bytes -> bytes.length() >= 2);
            }
            rest = withoutRemark(rest);
        }
        return Optional.empty();
    }

    private static Optional<Bytes> whole(String text) {
        var first = STATUS_FIRST.matcher(text);
        if (text.indexOf(':') >= 0 && first.matches()) {
            return HexText.bytes(first.group(2)).map(data -> data.plus(Bytes.hex(first.group(1))));
        }
        var plain = HexText.bytes(text);
        if (plain.isPresent()) {
            return plain;
        }
        var last = STATUS_LAST.matcher(text).region(tail(text), text.length());
        if (last.find()) {
            var status = new StringBuilder();
            for (int group = 1; group <= last.groupCount(); group++) {
                status.append(last.group(group) == null ? "" : last.group(group));
            }
            return HexText.bytes(text.substring(0, last.start()).strip())
                    .map(data -> data.plus(Bytes.hex(status.toString())));
        }
        var digits = STATUS_SHORT.matcher(text);
        return digits.matches()
                ? HexText.bytes(digits.group(1))
                        .map(data -> data.plus(
                                Bytes.of(Integer.parseInt(digits.group(2), 16), Integer.parseInt(digits.group(3), 16))))
                : Optional.empty();
    }

    /// The text without a number of bytes in brackets in front.
    static String withoutLength(String text) {
        return text.startsWith("[") || text.startsWith("(")
                ? LENGTH.matcher(text).replaceFirst("")
                : text;
    }

    /// The text with spaces between bytes, where .NET has put hyphens: `00-A4-04-00`.
    private static String withoutHyphens(String text) {
        return text.indexOf('-') < 0 ? text : HYPHEN.matcher(text).replaceAll(" ");
    }

    private static String withoutRemark(String text) {
        var remark = REMARK.matcher(text).region(tail(text), text.length());
        return remark.find() ? text.substring(0, remark.start()).strip() : text;
    }

    private static int tail(String text) {
        return Math.max(0, text.length() - MOST_TAIL);
    }
}
