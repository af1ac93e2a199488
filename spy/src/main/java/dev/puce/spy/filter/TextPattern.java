package dev.puce.spy.filter;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a text is compared with: one of some texts to be equal to, or a pattern. Case does not matter.
///
/// @param source  the value as it was typed
/// @param exact   the texts in lower case; empty if there is a pattern
/// @param pattern the pattern, null if there are texts
public record TextPattern(String source, Set<String> exact, Pattern pattern) {
    /// The text must be one of these.
    static TextPattern oneOf(String source, List<String> texts) {
        return new TextPattern(
                source, Set.copyOf(texts.stream().map(TextPattern::lower).toList()), null);
    }

    /// The text must have the glob in it: `*` stands for anything, `?` for any character.
    static TextPattern containing(String glob) {
        return new TextPattern(glob, Set.of(), compile(glob));
    }

    /// The text must be like the glob as a whole.
    static TextPattern like(String glob) {
        return new TextPattern(glob, Set.of(), compile("\u0002" + glob + "\u0003"));
    }

    private static Pattern compile(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        case '\u0002' -> "^";
                        case '\u0003' -> "$";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    boolean matches(String text) {
        return pattern == null
                ? exact.contains(lower(text))
                : pattern.matcher(text).find();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
