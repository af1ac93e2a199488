package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes PINs and keys out of command lines: `pkcs11-tool --pin 4711` is recorded and shown with the calls it makes.
///
/// It finds
///
/// - values of options and variables that are named for a secret (`--so-pin 1`, `--pin=1`, `PUK=1`), also inside an
///   argument that is a command itself (`sh -c "..."`)
/// - digits after `-p` (`-p4711`, `-lp 4711`)
/// - long hex as the value of an option or variable for a key
/// - command APDUs in hex that carry a secret, in any argument
///
/// It does not find options with other names.
final class CommandLineSecrets {
    private static final String HIDDEN = "[hidden]";
    private static final String NAMES = "[\\w-]*(?:pin|puk|passw|passphrase|secret)[\\w-]*";
    private static final Pattern OPTION = Pattern.compile("--?" + NAMES, Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(" + NAMES + "=|--?" + NAMES + "\\s+)(\"[^\"]*\"|'[^']*'|\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY_OPTION = Pattern.compile("--?[\\w-]*key[\\w-]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY = Pattern.compile("(?:[0-9A-Fa-f]{2}[: ]?){8,}");
    private static final Pattern KEY_ASSIGNMENT = Pattern.compile(
            "([\\w-]*key[\\w-]*=[\"']?|--?[\\w-]*key[\\w-]*\\s+[\"']?)[0-9A-F]{2}(?:[: ]?[0-9A-F]{2}){7,}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SHORT_OPTION = Pattern.compile("-[A-Za-z]*p");
    private static final Pattern SHORT_ASSIGNMENT = Pattern.compile("(?<![\\w-])(-[A-Za-z]*p(?:=|\\s*))\\d{4,16}\\b");
    private static final Pattern APDU =
            Pattern.compile("(?<![\\w-])[0-9A-Fa-f]{2}(?:[: ]?[0-9A-Fa-f]{2}){5,}(?![\\w-])");
    private static final Pattern DIGITS = Pattern.compile("\\d{4,16}");

    private static final List<Pattern> ASSIGNMENTS = List.of(ASSIGNMENT, KEY_ASSIGNMENT, SHORT_ASSIGNMENT);

    private CommandLineSecrets() {}

    /// The arguments without their secrets.
    static List<String> hide(List<String> arguments) {
        var shown = new ArrayList<String>(arguments.size());
        var before = "";
        for (String argument : arguments) {
            shown.add(isValueOf(before, argument) ? HIDDEN : inside(argument));
            before = argument;
        }
        return shown;
    }

    /// The program, and the names of its options; every value is hidden.
    static List<String> namesOnly(List<String> arguments) {
        var shown = new ArrayList<String>(arguments.size());
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            boolean isOption = argument.matches("--?[A-Za-z][\\w-]*(=.*)?");
            shown.add(
                    shown.isEmpty()
                            ? argument
                            : !isOption ? HIDDEN : equals < 0 ? argument : argument.substring(0, equals + 1) + HIDDEN);
        }
        return shown;
    }

    private static boolean isValueOf(String option, String argument) {
        if (OPTION.matcher(option).matches()) {
            return !argument.startsWith("-");
        }
        if (SHORT_OPTION.matcher(option).matches()) {
            return DIGITS.matcher(argument).matches();
        }
        return KEY_OPTION.matcher(option).matches() && KEY.matcher(argument).matches();
    }

    private static String inside(String argument) {
        return command(argument).orElseGet(() -> assigned(withoutCommands(argument)));
    }

    /// Commands may also be the value of an option, or a part of a command line of their own.
    private static String withoutCommands(String argument) {
        return APDU.matcher(argument)
                .replaceAll(hex -> Matcher.quoteReplacement(command(hex.group()).orElse(hex.group())));
    }

    private static String assigned(String argument) {
        var text = argument;
        for (var assignment : ASSIGNMENTS) {
            text = assignment.matcher(text).replaceAll("$1" + HIDDEN);
        }
        return text;
    }

    /// An argument that is a command APDU, up to its secret.
    private static Optional<String> command(String argument) {
        try {
            Bytes bytes = Bytes.hex(argument);
            int at = new CardSecrets().command(bytes, false).at();
            return at >= bytes.length()
                    ? Optional.empty()
                    : Optional.of(bytes.slice(0, at).toHex() + HIDDEN);
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }
}
