package dev.puce.decode.dictionary;

import dev.puce.iso7816.Bytes;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Amounts, currencies (ISO 4217) and countries (ISO 3166).
public final class Money {
    /// Tag of the transaction currency code.
    private static final int TRANSACTION_CURRENCY = 0x5F2A;

    private static final Map<Integer, Currency> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getNumericCode() > 0)
            .collect(Collectors.toUnmodifiableMap(Currency::getNumericCode, c -> c, Money::current));

    private static final Map<String, String> COUNTRIES = Family.lines("countries.tsv").stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("\t", -1))
            .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> cells[1]));

    private Money() {}

    /// Historic currencies keep their numbers; the JDK lists both.
    private static Currency current(Currency one, Currency other) {
        return one.getDisplayName(Locale.ROOT).contains("(") ? other : one;
    }

    /// A numeric code in BCD: `978 EUR`.
    static String currency(View bytes) {
        String digits = code(bytes);
        if (digits == null) {
            return null;
        }
        var currency = CURRENCIES.get(Integer.parseInt(digits));
        return currency == null ? digits : digits + " " + currency.getCurrencyCode();
    }

    /// A numeric code in BCD: `036 Australia`.
    static String country(View bytes) {
        String digits = code(bytes);
        if (digits == null) {
            return null;
        }
        String name = COUNTRIES.get(digits);
        return name == null ? digits : digits + " " + name;
    }

    private static String code(View bytes) {
        String digits = bytes.length() == 2 ? Texts.bcd(bytes, false) : null;
        return digits == null ? null : digits.substring(1);
    }

    /// An amount in the minor units of the transaction currency that the scope remembers.
    static String amount(View bytes, DictionaryScope scope) {
        String digits = Texts.bcd(bytes, false);
        if (digits == null || digits.isEmpty()) {
            return null;
        }
        return amount(new BigDecimal(digits), scope.memory().get(TRANSACTION_CURRENCY));
    }

    /// An amount with its currency: `10.00 AUD`; minor units if the currency is not known.
    ///
    /// @param code numeric currency code in BCD; may be `null`
    public static String amount(BigDecimal minor, Bytes code) {
        String digits = code == null ? null : code(View.derived(code));
        var currency = digits == null ? null : CURRENCIES.get(Integer.parseInt(digits));
        if (currency == null || currency.getDefaultFractionDigits() < 0) {
            return minor.signum() == 0 ? "0" : minor.toPlainString() + " minor units";
        }
        return minor.movePointLeft(currency.getDefaultFractionDigits()).toPlainString() + " "
                + currency.getCurrencyCode();
    }
}
