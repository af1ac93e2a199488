package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Removes PINs and keys from command lines: puce records and shows `pkcs11-tool --pin 4711` with the calls of the
/// program.
///
/// It finds
///
/// - values of options and variables that are named for a secret: `--so-pin 1`, `PUK=1`, `{"pin":"1"}`
/// - values of options, and words, that `programs.tsv` lists
/// - digits after `-p`, and long hex of an option or variable for a key or lock code
/// - passwords in URLs
/// - command APDUs in hex with a secret, in one argument or with one argument per byte
///
/// It also looks into arguments that are command lines themselves (`sh -c "..."`).
final class CommandLineSecrets {
    private static final String HIDDEN = "[hidden]";
    private static final String NAMES =
            "[\\w-]*(?:pin|puk|passw|passphrase|secret|access-code|adm1|\\bmrz|\\bopc)[\\w-]*";
    private static final String KEY_NAMES = "[\\w-]*(?:key|lock|\\bki\\b)[\\w-]*";
    private static final String HEX_KEY = "(?:\\w+:)?[0-9A-F]{2}(?:[: ]?[0-9A-F]{2}){7,}";
    private static final Pattern OPTION = ignoringCase("--?" + NAMES);
    private static final Pattern KEY_OPTION = ignoringCase("--?" + KEY_NAMES);
    private static final Pattern KEY = ignoringCase(HEX_KEY + "[: ]?");
    private static final Pattern SHORT_OPTION = Pattern.compile("-[A-Za-z]*p");
    private static final Pattern DIGITS = Pattern.compile("\\d{4,16}");
    private static final Pattern APDU = Pattern.compile(
            "(?<![\\w-])(?:0x|\\\\x)?[0-9A-Fa-f]{2}(?:[: ,]{0,2}(?:0x|\\\\x)?[0-9A-Fa-f]{2}){5,}(?![\\w-])");
    private static final Pattern BYTE = Pattern.compile("(?:0x)?[0-9A-Fa-f]{2},?");
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|[^\\s\"']+|[\"']");

    private static final List<Pattern> ASSIGNMENTS = List.of(
            ignoringCase("(\\\\?[\"']" + NAMES + "\\\\?[\"']\\s*:\\s*\\\\?[\"']?)[^\"'\\\\,}]+"),
            ignoringCase("(\\\\?[\"']" + KEY_NAMES + "\\\\?[\"']\\s*:\\s*\\\\?[\"']?)" + HEX_KEY),
            ignoringCase(
                    "(" + NAMES + "=|(?<![\\w-])--?" + NAMES + "\\s+(?!-))(\"[^\"]*\"|'[^']*'|(?!'?\\[hidden])\\S+)"),
            ignoringCase("(" + KEY_NAMES + "=[\"']?|(?<![\\w-])--?" + KEY_NAMES + "\\s+[\"']?)" + HEX_KEY),
            Pattern.compile("(?<![\\w-])(-[A-Za-z]*p(?:=|\\s*))\\d{4,16}\\b"),
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://[^\\s:/@]*:)[^\\s/@]+(?=@)"),
            Pattern.compile("(?<![\\w-])(pass:)(?!\\[hidden])\\S+"));

    private final List<String> arguments;
    private final List<String> shown = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private String program = "";
    private int next;

    private CommandLineSecrets(List<String> arguments) {
        this.arguments = arguments;
    }

    private static Pattern ignoringCase(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /// The arguments without their secrets.
    static List<String> hide(List<String> arguments) {
        return new CommandLineSecrets(arguments).hide();
    }

    /// The program, and the names of its options; every value is hidden.
    static List<String> namesOnly(List<String> arguments) {
        var shown = new ArrayList<String>(arguments.size());
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (shown.isEmpty()) {
                shown.add(argument);
            } else if (!argument.matches("--?[A-Za-z][A-Za-z-]*(=.*)?")) {
                shown.add(HIDDEN);
            } else {
                shown.add(equals < 0 ? argument : argument.substring(0, equals + 1) + HIDDEN);
            }
        }
        return shown;
    }

    private List<String> hide() {
        while (next < arguments.size()) {
            String argument = arguments.get(next);
            var known = ProgramTable.program(argument);
            if (known.isPresent()) {
                program = known.get();
                words.clear();
                shown.add(argument);
                next++;
            } else if (!bytes() && !option(argument)) {
                word(argument);
                next++;
            }
        }
        return shown;
    }

    /// A command with one argument per byte.
    private boolean bytes() {
        int end = next;
        var hex = new StringBuilder();
        while (end < arguments.size() && BYTE.matcher(arguments.get(end)).matches()) {
            hex.append(arguments.get(end).replace("0x", "").replace(",", ""));
            end++;
        }
        if (end - next <= Frame.HEADER) {
            return false;
        }
        int at = secretAt(Bytes.hex(hex.toString()));
        if (at >= end - next) {
            return false;
        }
        shown.addAll(arguments.subList(next, next + at));
        shown.add(HIDDEN);
        next = end;
        return true;
    }

    /// An option with its value, which may be the next argument.
    private boolean option(String argument) {
        if (!argument.startsWith("-") || argument.length() < 2) {
            return false;
        }
        boolean hasNext = next + 1 < arguments.size();
        String value = hasNext ? arguments.get(next + 1) : "";
        var kind = kind(argument);
        if (kind.isPresent()) {
            shown.add(argument);
            next++;
            if (hasNext && !(value.startsWith("-") && value.length() > 1)) {
                shown.add(kind.get() == ProgramTable.Kind.SECRET ? hidden(value) : inside(value));
                next++;
            }
            return true;
        }
        boolean isSecret = (OPTION.matcher(argument).matches() && !value.startsWith("-"))
                || (SHORT_OPTION.matcher(argument).matches()
                        && DIGITS.matcher(value).matches())
                || (KEY_OPTION.matcher(argument).matches() && KEY.matcher(value).matches());
        if (hasNext && isSecret) {
            shown.add(argument);
            shown.add(HIDDEN);
            next += 2;
            return true;
        }
        shown.add(attached(argument));
        next++;
        return true;
    }

    /// Kind of an option that is the whole argument. Of several letters the last one counts.
    private Optional<ProgramTable.Kind> kind(String argument) {
        var kind = ProgramTable.option(program, words, argument);
        boolean isGroup = kind.isEmpty() && argument.matches("-[A-Za-z]{2,3}");
        return isGroup
                        && ProgramTable.option(program, words, argument.substring(0, 2))
                                .isEmpty()
                ? ProgramTable.option(program, words, "-" + argument.charAt(argument.length() - 1))
                : kind;
    }

    /// An option with its value in the same argument: `--can=123456`, `-P123456`.
    private String attached(String argument) {
        int equals = argument.indexOf('=');
        if (equals > 0 && isSecret(argument.substring(0, equals))) {
            return argument.substring(0, equals + 1) + hidden(argument.substring(equals + 1));
        }
        boolean isShort = argument.length() > 2 && argument.charAt(1) != '-';
        return isShort && isSecret(argument.substring(0, 2))
                ? argument.substring(0, 2) + hidden(argument.substring(2))
                : inside(argument);
    }

    private boolean isSecret(String option) {
        return ProgramTable.option(program, words, option).orElse(ProgramTable.Kind.PLAIN) == ProgramTable.Kind.SECRET;
    }

    /// OpenSSL takes passphrases from elsewhere too, and those names are public.
    private static String hidden(String value) {
        return value.matches("(?:env|file|fd):.*|stdin|prompt") ? value : HIDDEN;
    }

    private void word(String argument) {
        words.add(argument);
        shown.add(ProgramTable.isSecret(program, words) ? HIDDEN : inside(argument));
    }

    private static String inside(String argument) {
        return command(argument).orElseGet(() -> assigned(nested(withoutCommands(argument))));
    }

    /// Commands may also be the value of an option, or a part of a command line of their own.
    private static String withoutCommands(String argument) {
        return APDU.matcher(argument)
                .replaceAll(hex -> Matcher.quoteReplacement(command(hex.group()).orElse(hex.group())));
    }

    /// An argument that is a command line with a known program.
    private static String nested(String argument) {
        if (argument.indexOf(' ') < 0) {
            return argument;
        }
        var tokens = TOKEN.matcher(argument).results().toList();
        var texts = tokens.stream().map(token -> unquoted(token.group())).toList();
        if (texts.stream().noneMatch(text -> ProgramTable.program(text).isPresent())) {
            return argument;
        }
        var hidden = hide(texts);
        if (hidden.size() != texts.size()) {
            return String.join(" ", hidden);
        }
        var text = new StringBuilder(argument);
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (!hidden.get(i).equals(texts.get(i))) {
                int quote = texts.get(i).length() < tokens.get(i).group().length() ? 1 : 0;
                text.replace(tokens.get(i).start() + quote, tokens.get(i).end() - quote, hidden.get(i));
            }
        }
        return text.toString();
    }

    private static String unquoted(String token) {
        boolean isQuoted = token.length() > 1 && (token.charAt(0) == '"' || token.charAt(0) == '\'');
        return isQuoted ? token.substring(1, token.length() - 1) : token;
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
            Bytes bytes = Bytes.hex(argument.replace("\\x", ""));
            int at = secretAt(bytes);
            return at >= bytes.length()
                    ? Optional.empty()
                    : Optional.of(bytes.slice(0, at).toHex() + HIDDEN);
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    private static int secretAt(Bytes command) {
        return new CardSecrets().command(command, false).at();
    }
}
