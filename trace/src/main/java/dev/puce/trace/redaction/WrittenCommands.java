package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds command APDUs in text, as people write them: joined, with separators, with prefixes, as decimal lists.
final class WrittenCommands {
    private static final String HEX = "(?:0[xX]|\\\\x)?[0-9A-Fa-f]{2}[hH]?";

    /// Bytes that are separated by one kind of separator, or joined; half a byte may follow.
    private static final Pattern BYTES = Pattern.compile("(?<![\\w.-])(?:"
            + List.of("[ :]?", "['\"]?[ ]*[,;][ ]*['\"]?", "-", "\\.", "_", "[ ]*").stream()
                    .map(separator -> HEX + "(?:" + separator + HEX + "){5,}+")
                    .collect(Collectors.joining("|"))
            + ")[0-9A-Fa-f]?(?![\\w-])");

    private static final Pattern DECIMALS = Pattern.compile("(?<=\\[)\\s*\\d{1,3}(?:\\s*,\\s*\\d{1,3}){5,}\\s*(?=])");

    /// A command as `ykman apdu` takes it: INS P1 P2, then the data.
    private static final Pattern WITHOUT_CLASS = Pattern.compile("([0-9A-Fa-f]{6}):([0-9A-Fa-f]+)");

    private static final Pattern NOT_A_DIGIT = Pattern.compile("0[xX]|\\\\x|[^0-9A-Fa-f]");
    private static final int LONGEST_HEADER = Frame.HEADER + 1;

    private WrittenCommands() {}

    /// The text without the secrets in commands; their visible bytes become joined hex.
    static String hide(String text, String hidden) {
        String shown = replace(BYTES, text, found -> {
            String digits = NOT_A_DIGIT.matcher(found.group()).replaceAll("");
            var bytes = Bytes.hex(digits.substring(0, digits.length() & ~1));
            int at = secretAt(bytes);
            return at < 0 ? found.group() : bytes.slice(0, at).toHex() + hidden;
        });
        return replace(DECIMALS, shown, found -> {
            var numbers = found.group().strip().split("\\s*,\\s*");
            int[] values = Arrays.stream(numbers).mapToInt(Integer::parseInt).toArray();
            int at = Arrays.stream(values).allMatch(value -> value <= 0xFF) ? secretAt(Bytes.of(values)) : -1;
            return at < 0 ? found.group() : String.join(",", List.of(numbers).subList(0, at)) + hidden;
        });
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
    }

    /// The argument of `ykman apdu` without its secret.
    static String hideWithoutClass(String text, String hidden) {
        return replace(WITHOUT_CLASS, text, found -> {
            var data = found.group(2).length() % 2 == 0 ? Bytes.hex(found.group(2)) : Bytes.EMPTY;
            var command = Bytes.hex("00" + found.group(1))
                    .plus(Bytes.of(data.length() & 0xFF))
                    .plus(data);
            return secretAt(command) < 0 ? found.group() : found.group(1) + hidden;
        });
    }

    /// Where the first secret begins in one or several commands; -1 without one.
    static int secretAt(Bytes commands) {
        int at = 0;
        while (commands.length() > at + LONGEST_HEADER) {
            var rest = commands.from(at);
            int secret = new CardSecrets().command(rest, false).at();
            if (secret < rest.length()) {
                return isPlausible(rest) ? at + secret : -1;
            }
            int next = Frame.wholeLength(rest);
            while (next <= Frame.wholeLength(rest) + 1 && !startsCommand(rest, next)) {
                next++;
            }
            if (!startsCommand(rest, next)) {
                return -1;
            }
            at += next;
        }
        return -1;
    }

    /// Whether these are rather a command than a number such as an ICCID: in class 0X, or as long as Lc says.
    private static boolean isPlausible(Bytes command) {
        return command.get(0) < 0x10 || command.length() >= Frame.wholeLength(command);
    }

    private static boolean startsCommand(Bytes bytes, int at) {
        if (at + LONGEST_HEADER >= bytes.length()) {
            return false;
        }
        var rest = bytes.from(at);
        return Frame.isCommand(rest.slice(0, Math.min(rest.length(), Frame.wholeLength(rest))));
    }
}
