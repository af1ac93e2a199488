package dev.puce.trace.filter;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A pattern that a text is compared with. Case does not matter.
sealed interface TextPattern {
    /// Whether the text matches.
    boolean matches(String text);

    /// The text must be one of these, which are in lower case.
    record OneOf(Set<String> texts) implements TextPattern {
        @Override
        public boolean matches(String text) {
            return texts.contains(lower(text));
        }
    }

    /// The text must be like a pattern.
    record Like(Glob glob) implements TextPattern {
        @Override
        public boolean matches(String text) {
            return glob.matches(text);
        }
    }

    /// The text must be one of these.
    static TextPattern oneOf(List<String> texts) {
        return new OneOf(texts.stream().map(TextPattern::lower).collect(Collectors.toUnmodifiableSet()));
    }

    /// The text must have the glob in it: `*` stands for anything, `?` for any character.
    static TextPattern containing(String glob) {
        return new Like(Glob.anywhere(glob));
    }

    /// The text must be like the glob as a whole.
    static TextPattern like(String glob) {
        return new Like(Glob.whole(glob));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
