package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds ATRs in pasted text: source code, JSON and logs. Stateless and thread-safe.
///
///     const uint8_t atr[] = {0x3B, 0x80, 0x01, 0x81};    C
///     (byte) 0x3B, (byte) 0x80                           Java
///     {59, -128, 1, -127}                                Java, as printed by Arrays.toString
///     b";\x80\x01\x81"    [59, 128, 1, 129]              Python, JSON
///     12:00:01 ATR: 3b 80 01 81                          logs
///
/// An ATR starts with 3B or 3F and has 2 to 33 bytes. Text that only looks like one may be found too, so use this
/// class for text that [Bytes#hex(String)] cannot parse.
public final class AtrFinder {
    private static final int MIN_LENGTH = 2;

    /// A quoted string with at least one `\x` escape, as in C, Java and Python.
    private static final Pattern STRING = Pattern.compile("([\"'])((?:(?!\\1)[^\\\\\\n]|\\\\.)*+)\\1");

    /// One character of such a string: a hex escape, another escape, or the character.
    private static final Pattern CHARACTER = Pattern.compile("\\\\x([0-9A-Fa-f]{2})|\\\\(.)|([^\\\\])");

    private static final Pattern ESCAPES = Pattern.compile("(?:\\\\x[0-9A-Fa-f]{2})++");

    private static final Pattern PREFIXED =
            Pattern.compile("0[xX][0-9A-Fa-f]{1,2}\\b(?:[\\s,;]*+(?:\\(byte\\)\\s*+)?+0[xX][0-9A-Fa-f]{1,2}\\b)*+");

    private static final Pattern DECIMAL =
            Pattern.compile("[\\[{(]\\s*+(-?\\d{1,3}(?:\\s*+,\\s*+-?\\d{1,3})++)[\\s,]*+[]})]");

    private static final Pattern HEX =
            Pattern.compile("(?<![0-9A-Za-z])3[BbFf](?:[ :-]?[0-9A-Fa-f]{2}(?![g-zG-Z]))++(?![0-9A-Za-z])");

    private AtrFinder() {}

    /// Returns the ATRs of the text in order. If it uses several notations, only those of one notation are returned:
    /// strings with escapes, numbers with `0x`, decimal lists, or hex digits, in this order of preference.
    public static List<Bytes> findAll(String text) {
        List<Bytes> found = List.of();
        if (text.contains("\\x")) {
            found = find(STRING, text, match -> unescape(match.group(2)));
            found = found.isEmpty() ? find(ESCAPES, text, match -> unescape(match.group())) : found;
        }
        found = found.isEmpty() ? find(PREFIXED, text, match -> numbers(match.group(), 16)) : found;
        found = found.isEmpty() ? find(DECIMAL, text, match -> numbers(match.group(1), 10)) : found;
        return found.isEmpty() ? find(HEX, text, match -> Bytes.hex(match.group())) : found;
    }

    private static List<Bytes> find(Pattern pattern, String text, Function<MatchResult, Bytes> decoder) {
        var found = new ArrayList<Bytes>();
        pattern.matcher(text).results().map(decoder).filter(AtrFinder::isAtr).forEach(found::add);
        return List.copyOf(found);
    }

    private static boolean isAtr(Bytes bytes) {
        return bytes.length() >= MIN_LENGTH
                && bytes.length() <= Atr.MAX_LENGTH
                && (bytes.get(0) == 0x3B || bytes.get(0) == 0x3F);
    }

    /// Decodes the characters of a string. Python prints printable bytes as characters, such as 3B as `;`.
    private static Bytes unescape(String content) {
        var bytes = new ByteArrayOutputStream();
        CHARACTER.matcher(content).results().forEach(match -> {
            if (match.group(1) != null) {
                bytes.write(Integer.parseInt(match.group(1), 16));
            } else if (match.group(2) != null) {
                bytes.write(
                        switch (match.group(2).charAt(0)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case '0' -> 0;
                            default -> match.group(2).charAt(0);
                        });
            } else {
                bytes.writeBytes(match.group(3).getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        return Bytes.of(bytes.toByteArray());
    }

    /// Decodes numbers from -128 to 255; empty if one is outside.
    private static Bytes numbers(String text, int radix) {
        var bytes = new ByteArrayOutputStream();
        for (String item : text.replaceAll("\\(byte\\)|0[xX]", " ").strip().split("[\\s,;]+", -1)) {
            int number = Integer.parseInt(item, radix);
            if (number < -128 || number > 255) {
                return Bytes.EMPTY;
            }
            bytes.write(number);
        }
        return Bytes.of(bytes.toByteArray());
    }
}
