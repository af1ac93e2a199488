package dev.puce.decode.dictionary;

/// Texts of numbers.
final class Numbers {
    private Numbers() {}

    /// Hex of the bytes in reverse order, for identifiers that cards send lowest byte first.
    static String reversedHex(View view) {
        var text = new StringBuilder(2 * view.length());
        for (int i = view.length() - 1; i >= 0; i--) {
            text.append(view.sub(i, i + 1).hex());
        }
        return text.toString();
    }

    /// A decimal number in BCD without its leading zeros; `null` if a digit is not decimal.
    static String decimal(View view) {
        String digits = Texts.bcd(view, false);
        if (digits == null || digits.isEmpty()) {
            return digits;
        }
        int at = 0;
        while (at < digits.length() - 1 && digits.charAt(at) == '0') {
            at++;
        }
        return digits.substring(at);
    }
}
