package dev.puce.trace.filter;

/// A pattern in which `*` stands for anything and `?` for any one character. Case does not matter.
///
/// Compared without a regular expression: one with many `*` would make the platform's engine try them in all
/// combinations. Here only the last `*` is ever tried again, since the text before it has been found at its
/// first place already. That costs at most the length of the pattern for each character of the text.
final class Glob {
    private static final char ANYTHING = '*';
    private static final char ANY_ONE = '?';

    private final String pattern;

    private Glob(String pattern) {
        this.pattern = pattern;
    }

    /// The text as a whole must be like the pattern.
    static Glob whole(String pattern) {
        return new Glob(pattern);
    }

    /// A part of the text must be like the pattern.
    static Glob anywhere(String pattern) {
        return new Glob(ANYTHING + pattern + ANYTHING);
    }

    boolean matches(String text) {
        int at = 0;
        int next = 0;
        int retryAt = 0;
        int lastStar = -1;
        while (at < text.length()) {
            if (next < pattern.length() && pattern.charAt(next) == ANYTHING) {
                lastStar = next++;
                retryAt = at;
            } else if (next < pattern.length() && isLike(pattern.charAt(next), text.charAt(at))) {
                next++;
                at++;
            } else if (lastStar >= 0) {
                next = lastStar + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == ANYTHING) {
            next++;
        }
        return next == pattern.length();
    }

    /// Upper case first: some letters have the same upper case only, others the same lower case only.
    private static boolean isLike(char wanted, char actual) {
        return wanted == ANY_ONE
                || Character.toLowerCase(Character.toUpperCase(wanted))
                        == Character.toLowerCase(Character.toUpperCase(actual));
    }
}
