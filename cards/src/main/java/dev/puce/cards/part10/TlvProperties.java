package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Properties of a reader as tags and values (PC/SC part 10, 2.6.14). The map also contains the properties without
/// a method here.
///
/// @param values value of each property by its tag; numbers are little-endian
public record TlvProperties(Map<Integer, Bytes> values) {
    /// Columns (low byte) and lines (high byte) of the display; two bytes.
    public static final int LCD_LAYOUT = 1;

    /// Events that can end a PIN entry; the bits of [PinEntry.End]. One byte.
    public static final int ENTRY_VALIDATION_CONDITION = 2;

    /// Whether the time between two keys can be limited; one byte, 0 or 1.
    public static final int TIMEOUT_2 = 3;

    /// Maximum number of characters per line of the display; two bytes.
    public static final int LCD_MAX_CHARACTERS = 4;

    /// Maximum number of lines of the display; two bytes.
    public static final int LCD_MAX_LINES = 5;

    /// Minimum PIN length, in digits; one byte.
    public static final int MIN_PIN_SIZE = 6;

    /// Maximum PIN length, in digits; one byte.
    public static final int MAX_PIN_SIZE = 7;

    /// Name and version of the firmware, text.
    public static final int FIRMWARE_ID = 8;

    /// Support for pseudo APDUs: bit 0 through SCardControl, bit 1 through SCardTransmit; one byte.
    public static final int PPDU_SUPPORT = 9;

    /// Maximum length of command data that the reader passes, in bytes; four bytes.
    public static final int MAX_APDU_DATA_SIZE = 10;

    /// USB vendor ID; two bytes.
    public static final int VENDOR_ID = 11;

    /// USB product ID; two bytes.
    public static final int PRODUCT_ID = 12;

    public TlvProperties {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// Parses the response of the reader: tag, length (one byte each), value. A truncated entry ends the list.
    public static TlvProperties parse(Bytes answer) {
        var values = new LinkedHashMap<Integer, Bytes>();
        int offset = 0;
        while (offset + 2 <= answer.length() && offset + 2 + answer.get(offset + 1) <= answer.length()) {
            int end = offset + 2 + answer.get(offset + 1);
            values.put(answer.get(offset), answer.slice(offset + 2, end));
            offset = end;
        }
        return new TlvProperties(values);
    }

    /// Returns a numeric property.
    public OptionalInt number(int tag) {
        Bytes value = values.get(tag);
        if (value == null || value.isEmpty() || value.length() > 4) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int i = value.length() - 1; i >= 0; i--) {
            number = number << 8 | value.get(i);
        }
        return OptionalInt.of(number);
    }

    /// Returns the minimum PIN length, in digits.
    public OptionalInt minPinSize() {
        return number(MIN_PIN_SIZE);
    }

    /// Returns the maximum PIN length, in digits.
    public OptionalInt maxPinSize() {
        return number(MAX_PIN_SIZE);
    }

    /// Returns name and version of the firmware.
    public Optional<String> firmware() {
        return Optional.ofNullable(values.get(FIRMWARE_ID)).map(text -> text.text(StandardCharsets.UTF_8));
    }

    /// Returns the maximum length of command data that the reader passes, in bytes; 0: short commands only.
    public OptionalInt maxApduDataSize() {
        return number(MAX_APDU_DATA_SIZE);
    }

    /// Returns the USB vendor ID.
    public OptionalInt vendorId() {
        return number(VENDOR_ID);
    }

    /// Returns the USB product ID.
    public OptionalInt productId() {
        return number(PRODUCT_ID);
    }
}
