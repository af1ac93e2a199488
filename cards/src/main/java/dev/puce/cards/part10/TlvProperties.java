package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Properties that a reader tells about itself, as tags and values (PC/SC part 10, 2.6.14). Properties without
/// a method here are in the map.
///
/// @param values value of each property by its tag; numbers are little-endian
public record TlvProperties(Map<Integer, Bytes> values) {
    /// Columns (low byte) and lines (high byte) of the display; two bytes.
    public static final int LCD_LAYOUT = 1;

    /// What can end a PIN entry; the bits of [PinEntry.End]. One byte.
    public static final int ENTRY_VALIDATION_CONDITION = 2;

    /// Whether the time between two keys can be limited; one byte, 0 or 1.
    public static final int TIMEOUT_2 = 3;

    /// Most characters in a line of the display; two bytes.
    public static final int LCD_MAX_CHARACTERS = 4;

    /// Most lines of the display; two bytes.
    public static final int LCD_MAX_LINES = 5;

    /// Shortest PIN that can be entered, in digits; one byte.
    public static final int MIN_PIN_SIZE = 6;

    /// Longest PIN that can be entered, in digits; one byte.
    public static final int MAX_PIN_SIZE = 7;

    /// Name and version of the firmware, text.
    public static final int FIRMWARE_ID = 8;

    /// How pseudo APDUs are taken: bit 0 by SCardControl, bit 1 by SCardTransmit; one byte.
    public static final int PPDU_SUPPORT = 9;

    /// Longest data of a command that the reader passes, in bytes; four bytes.
    public static final int MAX_APDU_DATA_SIZE = 10;

    /// USB number of the vendor; two bytes.
    public static final int VENDOR_ID = 11;

    /// USB number of the product; two bytes.
    public static final int PRODUCT_ID = 12;

    public TlvProperties {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// Reads the answer of the reader: tag, length (one byte each), value. It ends at a cut.
    public static TlvProperties parse(Bytes answer) {
        var values = new LinkedHashMap<Integer, Bytes>();
        int at = 0;
        while (at + 2 <= answer.length() && at + 2 + answer.get(at + 1) <= answer.length()) {
            int end = at + 2 + answer.get(at + 1);
            values.put(answer.get(at), answer.slice(at + 2, end));
            at = end;
        }
        return new TlvProperties(values);
    }

    /// A property that is a number.
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

    /// Shortest PIN that can be entered, in digits.
    public OptionalInt minPinSize() {
        return number(MIN_PIN_SIZE);
    }

    /// Longest PIN that can be entered, in digits.
    public OptionalInt maxPinSize() {
        return number(MAX_PIN_SIZE);
    }

    /// Name and version of the firmware.
    public Optional<String> firmware() {
        return Optional.ofNullable(values.get(FIRMWARE_ID)).map(text -> text.text(StandardCharsets.UTF_8));
    }

    /// Longest data of a command that the reader passes, in bytes; 0: short commands only.
    public OptionalInt maxApduDataSize() {
        return number(MAX_APDU_DATA_SIZE);
    }

    /// USB number of the vendor.
    public OptionalInt vendorId() {
        return number(VENDOR_ID);
    }

    /// USB number of the product.
    public OptionalInt productId() {
        return number(PRODUCT_ID);
    }
}
