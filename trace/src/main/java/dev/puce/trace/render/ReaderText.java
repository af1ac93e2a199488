package dev.puce.trace.render;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import dev.puce.trace.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// Values that a reader reports, in words: attributes, and the features and properties of PC/SC part 10.
final class ReaderText {
    private static final int VERSION_LENGTH = 4;
    private static final int FEATURE_LENGTH = 4;
    private static final int TLV_PROPERTIES = 0x12;

    /// Where pcsc-lite's drivers begin to number their features: 0x42330000 plus the tag.
    private static final int FEATURE_FUNCTIONS = 0x330000;

    /// Tags of the answer to FEATURE_GET_TLV_PROPERTIES (PC/SC part 10, 2.6.14, and reader.h of pcsc-lite).
    private static final Map<Integer, String> PROPERTIES = Map.ofEntries(
            Map.entry(0x01, "display layout"),
            Map.entry(0x02, "entry validation"),
            Map.entry(0x03, "timeout"),
            Map.entry(0x04, "display characters"),
            Map.entry(0x05, "display lines"),
            Map.entry(0x06, "shortest PIN"),
            Map.entry(0x07, "longest PIN"),
            Map.entry(0x08, "firmware"),
            Map.entry(0x09, "PPDU"),
            Map.entry(0x0A, "largest APDU"),
            Map.entry(0x0B, "vendor"),
            Map.entry(0x0C, "product"));

    private static final int FIRMWARE = 0x08;
    private static final int VENDOR = 0x0B;
    private static final int PRODUCT = 0x0C;

    private ReaderText() {}

    /// Appends the value of an attribute: text or version first, then the bytes.
    static void attribute(TextBuffer out, Attribute attribute, Bytes value) {
        Optional<String> words = attribute.equals(Attribute.VENDOR_IFD_VERSION) && value.length() == VERSION_LENGTH
                ? Optional.of("%d.%d.%d".formatted(value.get(3), value.get(2), value.get(1) << 8 | value.get(0)))
                : text(value).map(text -> '"' + text + '"');
        words.ifPresent(text -> out.append(text).append("   "));
        ApduText.bytes(out, value);
    }

    /// Appends the answer of a driver: in words if it lists features or properties, otherwise as bytes.
    static void answer(TextBuffer out, ControlCode code, Bytes answer) {
        int function = code.function().orElse(-1);
        Optional<String> words = function == ControlCode.GET_FEATURE_REQUEST
                ? features(answer)
                : function == FEATURE_FUNCTIONS + TLV_PROPERTIES ? properties(answer) : Optional.empty();
        words.ifPresent(text -> out.append(text).append("   "));
        ApduText.bytes(out, answer);
    }

    /// `VERIFY_PIN_DIRECT 42330006, GET_TLV_PROPERTIES 42330012`; empty if the bytes are not a list of features.
    private static Optional<String> features(Bytes answer) {
        var text = new StringJoiner(", ");
        for (int at = 0; at < answer.length(); at += 2 + FEATURE_LENGTH) {
            if (at + 2 + FEATURE_LENGTH > answer.length() || answer.get(at + 1) != FEATURE_LENGTH) {
                return Optional.empty();
            }
            String name = new Feature(answer.get(at)).symbol().replaceFirst("^FEATURE_", "");
            text.add(name + " " + answer.slice(at + 2, at + 2 + FEATURE_LENGTH).toHex());
        }
        return Optional.of(answer.isEmpty() ? "no features" : text.toString());
    }

    /// `display layout 0, shortest PIN 4`; empty if the bytes are not properties.
    private static Optional<String> properties(Bytes answer) {
        var text = new StringJoiner(", ");
        int at = 0;
        while (at < answer.length()) {
            if (at + 2 > answer.length() || at + 2 + answer.get(at + 1) > answer.length()) {
                return Optional.empty();
            }
            int tag = answer.get(at);
            Bytes value = answer.slice(at + 2, at + 2 + answer.get(at + 1));
            text.add(PROPERTIES.getOrDefault(tag, "property %02X".formatted(tag)) + " " + property(tag, value));
            at += 2 + value.length();
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    /// Numbers are little-endian. Vendor and product are USB ids.
    private static String property(int tag, Bytes value) {
        Optional<String> firmware = tag == FIRMWARE ? text(value) : Optional.empty();
        if (firmware.isPresent()) {
            return '"' + firmware.get() + '"';
        }
        if (value.isEmpty() || value.length() > Integer.BYTES) {
            return value.toHex();
        }
        long number = 0;
        for (int i = value.length() - 1; i >= 0; i--) {
            number = number << Byte.SIZE | value.get(i);
        }
        return tag == VENDOR || tag == PRODUCT ? "%04X".formatted(number) : Long.toString(number);
    }

    /// The bytes as text without the NUL at their end; empty if they are not printable ASCII.
    private static Optional<String> text(Bytes value) {
        String text = value.text(StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? Optional.of(text)
                : Optional.empty();
    }
}
