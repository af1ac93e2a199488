package dev.puce.trace.render;

/// Replaces the characters of the compact view by ASCII characters of the same width.
final class AsciiText {
    private static final String FROM = "▶●·┌│└─→…×µ•▎";
    private static final String TO = ">*./|\\->~xu*|";

    private AsciiText() {}

    static String of(String line) {
        var text = new StringBuilder(line.length());
        line.codePoints().forEach(c -> {
            int known = FROM.indexOf(c);
            text.append(c < 0x80 ? (char) c : known >= 0 ? TO.charAt(known) : '?');
        });
        return text.toString();
    }
}
