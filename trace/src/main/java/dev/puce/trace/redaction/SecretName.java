package dev.puce.trace.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The names of options, variables and JSON members, and the values that are secret with them.
enum SecretName {
    /// Every value is secret: `--so-pin`, `newPin`, `PASSWORD`.
    ANY,
    /// A key in hex is secret: `--admin-key`, `LOCK`.
    KEY,
    /// Digits and keys are secret, although the name sounds public: `--pin-file`, `CAN`.
    LOOKS_SECRET,
    /// No value is secret.
    PUBLIC;

    /// A key in hex, of eight bytes or more, with an optional kind in front: `emv:4041...`.
    static final String HEX_KEY = "(?:\\w+:)?[0-9A-Fa-f]{2}(?:[: ]?[0-9A-Fa-f]{2}){7,}[: ]?";

    private static final Pattern KEY_VALUE = Pattern.compile(HEX_KEY);
    private static final Pattern DIGITS = Pattern.compile("\\d{4,16}");
    private static final Pattern LITERAL = Pattern.compile("null|true|false|stdin|prompt|(?:env|file|fd):.*");

    /// The end of a word: an underscore, a hyphen, a dot, or a capital after a small letter or digit.
    private static final Pattern WORD_END = Pattern.compile("[-_.]+|(?<=[a-z0-9])(?=[A-Z])");

    private static final Pattern SECRET_WORD = Pattern.compile("[a-z]*(?:pin|puk)\\d*(?:code|value|hex|str)?|chv\\d*|"
            + "[a-z]*(?:passw|passphrase|passcode|secret)[a-z]*|pwd?|pass|adm\\d*|mrz|opc|dpin");
    private static final Set<String> NOT_PIN = Set.of("spin", "kingpin", "lupin", "hairpin");
    private static final Set<String> BEFORE_CODE = Set.of("access", "reset", "unblock");
    private static final Set<String> KEY_WORDS = Set.of("key", "keys", "lock", "ki", "op");

    /// Last words of names for something that belongs to a PIN or key.
    private static final Set<String> PUBLIC_ENDS = Set.of(
            "retries",
            "retry",
            "tries",
            "policy",
            "id",
            "ids",
            "label",
            "file",
            "path",
            "fd",
            "mode",
            "program",
            "type",
            "algorithm",
            "algo",
            "length",
            "len",
            "min",
            "max",
            "format",
            "repeat",
            "cache",
            "timeout",
            "count",
            "counter",
            "ref",
            "reference",
            "prompt",
            "source",
            "stdin",
            "nr",
            "number",
            "shares",
            "total",
            "threshold",
            "usage",
            "size",
            "index",
            "slot",
            "version",
            "status");

    /// Judges a name without its hyphens.
    static SecretName of(String name) {
        var words = List.of(WORD_END.split(name));
        String last = words.getLast().toLowerCase(Locale.ROOT);
        var kind = PUBLIC;
        String before = "";
        for (String part : words) {
            String word = part.toLowerCase(Locale.ROOT);
            if ((SECRET_WORD.matcher(word).matches() && !NOT_PIN.contains(word))
                    || (word.equals("code") && BEFORE_CODE.contains(before))) {
                kind = ANY;
            } else if (kind == PUBLIC && (KEY_WORDS.contains(word) || word.endsWith("key"))) {
                kind = KEY;
            }
            before = word;
        }
        if (kind == ANY && PUBLIC_ENDS.contains(last)) {
            return LOOKS_SECRET;
        }
        return last.equals("can") ? LOOKS_SECRET : kind;
    }

    /// Whether a value with this name is secret.
    boolean hides(String value) {
        return switch (this) {
            case ANY -> !isPublic(value);
            case KEY -> KEY_VALUE.matcher(value).matches();
            case LOOKS_SECRET ->
                DIGITS.matcher(value).matches() || KEY_VALUE.matcher(value).matches();
            case PUBLIC -> false;
        };
    }

    /// Whether a value in the place of a secret only says where the secret is.
    static boolean isPublic(String value) {
        return value.isEmpty() || LITERAL.matcher(value).matches();
    }
}
