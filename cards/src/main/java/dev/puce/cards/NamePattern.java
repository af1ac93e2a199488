package dev.puce.cards;

import java.util.Locale;
import java.util.regex.Pattern;

/// A pattern for reader names: part of the name, ignoring case, or with `*` and `?` the whole name.
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
