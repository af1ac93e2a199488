package dev.puce.cards;

import java.util.Locale;
import java.util.regex.Pattern;

/// Part of a reader's name in any case, or with `*` and `?` a pattern for all of it.
record NamePattern(String text) {
    boolean matches(String name) {
        if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
            return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(name)
                .matches();
    }
}
