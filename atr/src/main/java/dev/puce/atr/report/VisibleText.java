package dev.puce.atr.report;

import java.util.regex.Pattern;

/// Text of others on our terminal, which would obey control characters: lines of lists, descriptions of cards.
final class VisibleText {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private VisibleText() {}

    /// The text with its control characters as hex, such as `\x1B`.
    static String of(String text) {
        return CONTROL.matcher(text)
                .replaceAll(found -> "\\\\x%02X".formatted((int) found.group().charAt(0)));
    }
}
