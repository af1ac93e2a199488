package dev.puce.iso7816;

/// Escapes control characters in untrusted text. Names of programs and readers, command lines and card lists may
/// contain any character, and a terminal obeys control characters. This includes characters for right-to-left
/// text, which can reorder a line on the screen. Stateless and thread-safe.
public final class Printable {
    private Printable() {}

    /// Returns the text with control characters in hex, such as `\x1B` and `\u202E`; the same object if there are
    /// none.
    public static String of(String text) {
        int at = 0;
        while (at < text.length() && !isControl(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : escape(text, at);
    }

    private static String escape(String text, int from) {
        var escaped = new StringBuilder(text.length() + 16).append(text, 0, from);
        text.substring(from).chars().forEach(c -> {
            if (isControl(c)) {
                escaped.append((c <= 0xFF ? "\\x%02X" : "\\u%04X").formatted(c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    /// Returns JSON with the same characters as JSON escapes, such as `\u202E`. JSON escapes the characters below 20
    /// itself; the others occur only inside strings.
    public static String json(String json) {
        var escaped = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= 0x7F && isControl(c)) {
                escaped.append("\\u%04X".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /// Whether a terminal may obey the character instead of showing it.
    public static boolean isControl(int c) {
        return Character.isISOControl(c)
                || c == 0x061C // ARABIC LETTER MARK
                || c == 0x200E // LEFT-TO-RIGHT MARK
                || c == 0x200F // RIGHT-TO-LEFT MARK
                || (c >= 0x2028 && c <= 0x202E) // separators of lines and paragraphs, embeddings, overrides
                || (c >= 0x2066 && c <= 0x2069); // isolates
    }
}
