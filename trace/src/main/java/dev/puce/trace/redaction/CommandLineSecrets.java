package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Removes PINs and keys from command lines: puce records and shows `pkcs11-tool --pin 4711` with the calls of the
/// program.
///
/// It finds
///
/// - values of options, variables and members that are named for a secret, see [SecretName]: `--so-pin 1`,
/// `{"pin":"1"}`
/// - values of options, and words, that `programs.tsv` lists
/// - digits after `-p`
/// - passwords in URLs
/// - command APDUs with a secret, see [WrittenCommands], also with one argument per byte
///
/// It also looks into arguments that are command lines themselves (`sh -c "..."`).
final class CommandLineSecrets {
    private static final String HIDDEN = "[hidden]";
    private static final Pattern OPTION = Pattern.compile("--?([A-Za-z][\\w.-]*)");
    private static final Pattern SHORT_OPTION = Pattern.compile("-[A-Za-z]*p");
    private static final Pattern DIGITS = Pattern.compile("\\d{4,16}");
    private static final Pattern BYTE = Pattern.compile("(?:0[xX])?[0-9A-Fa-f]{2}[hH]?,?");
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|[^\\s\"'\\x3B|&()]+|[\"'\\x3B|&()]");

    private static final String NAME = "(?<name>[A-Za-z][\\w.-]*)";
    private static final String QUOTED = "(?<quote>\\\\?[\"'])(?<quoted>.*?)\\k<quote>|\\[(?<list>[^\\]]*)]";
    private static final Pattern WHOLE = Pattern.compile(NAME + "=(?<value>[^\"'].*)");
    private static final Pattern SPACED = Pattern.compile("(?<![\\w-])--?" + NAME + "\\s+(?!-)" + value("\\s;&|)<>"));
    private static final Pattern IN_SHELL = assignment("\\s;&|)<>");
    private static final Pattern IN_URL = assignment("\\s&#;");
    private static final Pattern IN_JSON = assignment("\\s,}\\]");
    private static final Pattern URL = Pattern.compile("\\S*(?:://|pkcs11:)\\S*");
    private static final Pattern JSON = Pattern.compile("[{\\[].*|.*[\"']\\s*:.*", Pattern.DOTALL);
    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://[^\\s:/@]*:)[^\\s/]+(?=@)");
    private static final Pattern PIN_OPTION = Pattern.compile("(?<![\\w-])(-[A-Za-z]*p(?:=|\\s*))\\d{4,16}\\b");

    private final List<String> arguments;
    private final List<String> shown = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private String program = "";
    private int next;

    private CommandLineSecrets(List<String> arguments) {
        this.arguments = arguments;
    }

    private static Pattern assignment(String ends) {
        return Pattern.compile("(?<![\\w-])(?:--?|/)?" + NAME + "\\\\?[\"']?\\s*(?:=|:(?!//))\\s*" + value(ends));
    }

    /// A value in quotation marks or brackets, or up to one of the characters that end it.
    private static String value(String ends) {
        return "(?!\\[(?:[\"']?\\[)?hidden])(?:" + QUOTED + "|(?<plain>[^\"'" + ends + "]+))";
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

    /// Commands with one argument per byte.
    private boolean bytes() {
        int end = next;
        var hex = new StringBuilder();
        while (end < arguments.size() && BYTE.matcher(arguments.get(end)).matches()) {
            hex.append(arguments.get(end).replaceAll("0[xX]|[hH,]", ""));
            end++;
        }
        int at = WrittenCommands.secretAt(Bytes.hex(hex.toString()));
        if (at < 0) {
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
            boolean takesValue = kind.get() != ProgramTable.Kind.FLAG;
            if (takesValue && hasNext && !(value.startsWith("-") && value.length() > 1)) {
                shown.add(kind.get() == ProgramTable.Kind.SECRET ? hidden(value) : inside(value));
                next++;
            }
            return true;
        }
        var named = OPTION.matcher(argument);
        boolean isSecret = !value.startsWith("-")
                && ((named.matches() && SecretName.of(named.group(1)).hides(unquoted(value)))
                        || (SHORT_OPTION.matcher(argument).matches()
                                && DIGITS.matcher(value).matches()));
        shown.add(attached(argument));
        next++;
        if (hasNext && isSecret) {
            shown.add(HIDDEN);
            next++;
        } else if (hasNext
                && named.matches()
                && SecretName.of(named.group(1)) != SecretName.PUBLIC
                && !value.startsWith("-")) {
            shown.add(inside(value));
            next++;
        }
        return true;
    }

    /// Kind of an option that is the whole argument. Of several letters the last one counts, behind flags.
    private Optional<ProgramTable.Kind> kind(String argument) {
        var kind = ProgramTable.option(program, words, argument);
        boolean isGroup = kind.isEmpty() && argument.matches("-[A-Za-z]{2,3}");
        boolean isBehindFlags = isGroup
                && ProgramTable.option(program, words, argument.substring(0, 2)).orElse(ProgramTable.Kind.FLAG)
                        == ProgramTable.Kind.FLAG;
        return isBehindFlags ? ProgramTable.option(program, words, "-" + argument.charAt(argument.length() - 1)) : kind;
    }

    /// An option with its value in the same argument: `--can=123456`, `-P123456`, `-lp123456` behind a flag.
    private String attached(String argument) {
        int equals = argument.indexOf('=');
        if (equals > 0 && isSecret(argument.substring(0, equals))) {
            return argument.substring(0, equals + 1) + hidden(argument.substring(equals + 1));
        }
        boolean isShort = argument.length() > 2 && argument.charAt(1) != '-';
        int letter = 1;
        while (isShort && letter < argument.length() - 1 && isFlag(argument.charAt(letter))) {
            letter++;
        }
        if (isShort && isSecret("-" + argument.charAt(letter))) {
            int from = letter + (argument.startsWith("=", letter + 1) ? 2 : 1);
            return argument.substring(0, from) + hidden(argument.substring(from));
        }
        String rest = isShort ? argument.substring(2) : "";
        String shownRest = WrittenCommands.hide(rest, HIDDEN);
        return shownRest.equals(rest) ? inside(argument) : argument.substring(0, 2) + shownRest;
    }

    private boolean isFlag(char letter) {
        return ProgramTable.option(program, words, "-" + letter).orElse(ProgramTable.Kind.PLAIN)
                == ProgramTable.Kind.FLAG;
    }

    private boolean isSecret(String option) {
        return ProgramTable.option(program, words, option).orElse(ProgramTable.Kind.PLAIN) == ProgramTable.Kind.SECRET;
    }

    private static String hidden(String value) {
        return SecretName.isPublic(value) ? value : HIDDEN;
    }

    private void word(String argument) {
        words.add(argument);
        shown.add(ProgramTable.isSecret(program, words) ? HIDDEN : inside(argument));
    }

    private String inside(String argument) {
        boolean isApdu = program.equals("ykman") && words.contains("apdu");
        String text =
                WrittenCommands.hide(isApdu ? WrittenCommands.hideWithoutClass(argument, HIDDEN) : argument, HIDDEN);
        return assigned(nested(text));
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

    /// Values of named options, variables and members in a text.
    private static String assigned(String argument) {
        String word = argument.replaceFirst("^(?:--?|/)", "");
        var whole = WHOLE.matcher(word);
        if (whole.matches() && SecretName.of(whole.group("name")).hides(whole.group("value"))) {
            return argument.substring(0, argument.indexOf('=') + 1) + HIDDEN;
        }
        String text = USER_INFO.matcher(argument).replaceAll("$1" + HIDDEN);
        text = PIN_OPTION.matcher(text).replaceAll("$1" + HIDDEN);
        var assignment =
                URL.matcher(text).matches() ? IN_URL : JSON.matcher(text).matches() ? IN_JSON : IN_SHELL;
        return values(SPACED, values(assignment, text));
    }

    /// Hides values. The search goes on inside a value that is not hidden.
    private static String values(Pattern assignment, String text) {
        var shown = new StringBuilder();
        var found = assignment.matcher(text);
        int copied = 0;
        int from = 0;
        while (found.find(from)) {
            String group = found.group("quoted") != null ? "quoted" : found.group("list") != null ? "list" : "plain";
            String value = found.group(group);
            boolean isList = group.equals("list");
            from = found.end("name") + 1;
            if (isHidden(found.group("name"), value, isList)) {
                boolean isQuoted = isList && value.matches("\\s*[\"'].*");
                shown.append(text, copied, found.start(group)).append(isQuoted ? "\"" + HIDDEN + "\"" : HIDDEN);
                copied = found.end(group);
                from = copied;
            }
        }
        return shown.append(text, copied, text.length()).toString();
    }

    private static boolean isHidden(String name, String value, boolean isList) {
        var kind = SecretName.of(name);
        return isList ? kind == SecretName.ANY : kind.hides(value);
    }
}
