package dev.puce.iso7816;

/// Text of others on our terminal: names of programs and readers, command lines and card lists may have anything in
/// them, and a terminal obeys control characters. It holds nothing; any thread may use it.
public final class Printable {
    private Printable() {}

    /// The text with its control characters as hex, such as `\x1B`; the same object if it has none.
    public static String of(String text) {
        int at = 0;
        while (at < text.length() && !Character.isISOControl(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : escape(text, at);
    }

    private static String escape(String text, int from) {
        var escaped = new StringBuilder(text.length() + 16).append(text, 0, from);
        text.substring(from).chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                escaped.append("\\x%02X".formatted(c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
