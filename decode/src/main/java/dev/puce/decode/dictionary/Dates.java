package dev.puce.decode.dictionary;

import java.time.Instant;

/// Texts of dates and times.
public final class Dates {
    private Dates() {}

    /// A date of six unpacked digits YYMMDD, one per byte; `null` if it is not one.
    static String unpacked(View view) {
        if (view.length() != 6) {
            return null;
        }
        var digits = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            if (view.u8(i) > 9) {
                return null;
            }
            digits.append(view.u8(i));
        }
        return Texts.date("20" + digits.substring(0, 2), digits.substring(2));
    }

    /// A time of six BCD digits HHMMSS; `null` if it is not one.
    static String time(View view) {
        String digits = view.length() == 3 ? Texts.bcd(view, false) : null;
        if (digits == null) {
            return null;
        }
        boolean valid = digits.compareTo("240000") < 0
                && digits.substring(2).compareTo("6000") < 0
                && digits.substring(4).compareTo("60") < 0;
        return valid ? digits.substring(0, 2) + ":" + digits.substring(2, 4) + ":" + digits.substring(4) : null;
    }

    /// Seconds since 1970 in four bytes, as date and time in UTC; 0 means that there is none.
    static String unix(View view) {
        if (view.length() != 4) {
            return null;
        }
        return view.number() == 0
                ? "none"
                : Instant.ofEpochSecond(view.number())
                        .toString()
                        .replace("T", " ")
                        .replace("Z", " UTC");
    }

    /// GlobalPlatform's date of production: last digit of the year, day of the year. Both bytes 00 or FF mean
    /// none.
    public static String production(View view, DictionaryScope scope) {
        if (view.length() != 2 || view.isFilledWith(0) || view.isFilledWith(0xFF)) {
            return view.length() == 2 ? "none" : null;
        }
        String digits = Texts.bcd(view, false);
        if (digits == null) {
            return null;
        }
        int day = Integer.parseInt(digits.substring(1));
        return day < 1 || day > 366
                ? null
                : digits + " (day " + day + " of a year that ends in " + digits.charAt(0) + ")";
    }
}
