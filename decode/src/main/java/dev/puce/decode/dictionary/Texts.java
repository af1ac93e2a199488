package dev.puce.decode.dictionary;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Texts of plain values. Methods return `null` if the bytes do not have the format.
public final class Texts {
    private static final int HEX_SHOWN = 256;

    private Texts() {}

    /// Hex; long values are cut.
    public static String hex(View view) {
        return view.length() <= HEX_SHOWN
                ? view.hex()
                : view.sub(0, HEX_SHOWN / 2).hex() + "... (" + view.length() + " bytes)";
    }

    /// Quoted text of printable characters; trailing zeros are dropped.
    public static String quoted(View view, Charset charset) {
        int end = view.length();
        while (end > 0 && view.u8(end - 1) == 0) {
            end--;
        }
        if (end > HEX_SHOWN) {
            return null;
        }
        String text = view.sub(0, end).bytes().text(charset);
        boolean printable = text.codePoints()
                .allMatch(c -> c != 0xFFFD
                        && Character.getType(c) != Character.FORMAT
                        && !Character.isISOControl(c)
                        && c != 0x2028
                        && c != 0x2029);
        return printable ? '"' + text + '"' : null;
    }

    /// Quoted ASCII; trailing zeros are dropped.
    public static String ascii(View view) {
        int end = view.length();
        while (end > 0 && view.u8(end - 1) == 0) {
            end--;
        }
        boolean isText = view.isEmpty() || view.sub(0, end).isAscii();
        return isText ? quoted(view, StandardCharsets.US_ASCII) : null;
    }

    /// Decimal digits, two per byte; trailing F digits are dropped if asked for.
    public static String bcd(View view, boolean padded) {
        var text = new StringBuilder(2 * view.length());
        for (int i = 0; i < 2 * view.length(); i++) {
            int digit = view.u8(i / 2) >> (i % 2 == 0 ? 4 : 0) & 15;
            if (digit == 15 && padded) {
                padded = true;
                for (int j = i + 1; j < 2 * view.length(); j++) {
                    if ((view.u8(j / 2) >> (j % 2 == 0 ? 4 : 0) & 15) != 15) {
                        return null;
                    }
                }
                break;
            }
            if (digit > 9) {
                return null;
            }
            text.append((char) ('0' + digit));
        }
        return text.toString();
    }

    /// Decimal digits, the low half of each byte first, as on SIMs; F ends them.
    public static String swapped(View view) {
        var text = new StringBuilder(2 * view.length());
        for (int i = 0; i < view.length(); i++) {
            int low = view.u8(i) & 15;
            int high = view.u8(i) >> 4;
            if (low == 15) {
                break;
            }
            text.append("0123456789*#abc".charAt(low));
            if (high == 15) {
                break;
            }
            text.append("0123456789*#abc".charAt(high));
        }
        return text.toString();
    }

    /// A date of six BCD digits YYMMDD: `2017-12-31`. A day of 00 is left out.
    public static String date(View view) {
        String digits = view.length() == 3 ? bcd(view, false) : null;
        return digits == null ? null : date(century(digits.substring(0, 2)), digits.substring(2));
    }

    private static String century(String year) {
        return (Integer.parseInt(year) < 60 ? "20" : "19") + year;
    }

    /// A date of eight digits, in BCD or as text.
    public static String longDate(View view) {
        String digits = view.length() == 4
                ? bcd(view, false)
                : view.length() == 8 && view.isAscii() ? view.bytes().text(StandardCharsets.US_ASCII) : null;
        if (digits == null || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return date(digits.substring(0, 4), digits.substring(4));
    }

    /// A date of its digits; `null` if there is no such month or day.
    public static String date(String year, String monthDay) {
        int month = Integer.parseInt(monthDay.substring(0, 2));
        int day = Integer.parseInt(monthDay.substring(2));
        if (month < 1 || month > 12 || day > 31) {
            return null;
        }
        String text = year + "-" + monthDay.substring(0, 2);
        return day == 0 ? text : text + "-" + monthDay.substring(2);
    }

    /// Dotted decimal bytes: `5.4.3`.
    public static String version(View view) {
        var text = new StringBuilder();
        for (int i = 0; i < view.length() && i < 8; i++) {
            text.append(i == 0 ? "" : ".").append(view.u8(i));
        }
        return text.toString();
    }

    /// A UUID in its usual form; `null` if there are not 16 bytes.
    public static String uuid(View view) {
        if (view.length() != 16) {
            return null;
        }
        String hex = view.hex().toLowerCase(Locale.ROOT);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
    }

    /// An object identifier in dotted form; `null` if it is malformed.
    public static String oid(View view) {
        if (view.isEmpty() || view.length() > 32) {
            return null;
        }
        var text = new StringBuilder();
        long arc = 0;
        boolean first = true;
        boolean inside = false;
        for (int i = 0; i < view.length(); i++) {
            int b = view.u8(i);
            arc = arc << 7 | (b & 0x7F);
            inside = (b & 0x80) != 0;
            if (arc > 1L << 48) {
                return null;
            }
            if (!inside) {
                if (first) {
                    long root = Math.min(arc / 40, 2);
                    text.append(root).append('.').append(arc - 40 * root);
                    first = false;
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return inside ? null : text.toString();
    }

    /// `1 byte`, `5 bytes`.
    public static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
