package dev.puce.trace.macos;

/// The end of a line of the unified log: `(image) [subsystem:category] message`.
///
/// The image may be missing. With `--source`, `<image`function>` stands before the bracket. Up to macOS 10.13, a dot
/// stands between subsystem and category.
///
/// @param category empty if the line has none
/// @param text     the message
record MacosMessage(String category, String text) {
    static MacosMessage of(String rest) {
        int at = after(rest, 0, '(', ')');
        int bracket = after(rest, at, '<', '>');
        if (bracket < rest.length() && rest.charAt(bracket) == '[') {
            int end = rest.indexOf("] ", bracket);
            end = end < 0 && rest.endsWith("]") ? rest.length() - 1 : end;
            int separator = end < 0 ? -1 : separator(rest, bracket + 1, end);
            if (separator > 0) {
                return new MacosMessage(
                        rest.substring(separator + 1, end), rest.substring(Math.min(end + 2, rest.length())));
            }
        }
        return new MacosMessage("", rest.substring(at));
    }

    /// The position behind text in brackets and a space, or `from` if there is none.
    private static int after(String rest, int from, char open, char close) {
        if (from >= rest.length() || rest.charAt(from) != open) {
            return from;
        }
        int end = rest.indexOf(close, from);
        return end > 0 && end + 1 < rest.length() && rest.charAt(end + 1) == ' ' ? end + 2 : from;
    }

    /// The colon or last dot between subsystem and category; -1 if the text is neither.
    private static int separator(String rest, int from, int to) {
        int dot = -1;
        for (int at = from; at < to; at++) {
            char c = rest.charAt(at);
            if (c == ':') {
                return at;
            }
            if (c == '.') {
                dot = at;
            } else if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
                return -1;
            }
        }
        return dot;
    }
}
