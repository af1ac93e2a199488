package dev.puce.pcsc;

import java.util.Map;
import java.util.Optional;

/// A feature of a reader: a tag in the reply to `CM_IOCTL_GET_FEATURE_REQUEST`, which maps it to the control code
/// of the feature.
///
/// @param tag 1 to 254; a tag without a known name keeps its number
/// @see <a href="https://pcscworkgroup.com/Download/Specifications/pcsc10_v2.02.09.pdf">PC/SC part 10, 2.2</a>
public record Feature(int tag) {
    /// Starts the entry of a PIN to verify.
    public static final Feature VERIFY_PIN_START = new Feature(0x01);

    /// Ends the entry of a PIN to verify.
    public static final Feature VERIFY_PIN_FINISH = new Feature(0x02);

    /// Starts the entry of a PIN to change.
    public static final Feature MODIFY_PIN_START = new Feature(0x03);

    /// Ends the entry of a PIN to change.
    public static final Feature MODIFY_PIN_FINISH = new Feature(0x04);

    /// Reports the pressed key.
    public static final Feature GET_KEY_PRESSED = new Feature(0x05);

    /// Verifies a PIN entered at the reader.
    public static final Feature VERIFY_PIN_DIRECT = new Feature(0x06);

    /// Changes a PIN; old and new PIN are entered at the reader.
    public static final Feature MODIFY_PIN_DIRECT = new Feature(0x07);

    /// Sends a command to a MultifunctionalCardTerminal reader.
    public static final Feature MCT_READER_DIRECT = new Feature(0x08);

    /// Sends a command to a MultifunctionalCardTerminal unit.
    public static final Feature MCT_UNIVERSAL = new Feature(0x09);

    /// Reports the display and the PIN entry conditions.
    public static final Feature IFD_PIN_PROPERTIES = new Feature(0x0A);

    /// Aborts a PIN entry.
    public static final Feature ABORT = new Feature(0x0B);

    /// Sets the messages shown during PIN entry.
    public static final Feature SET_SPE_MESSAGE = new Feature(0x0C);

    /// Verifies a PIN of an application.
    public static final Feature VERIFY_PIN_DIRECT_APP_ID = new Feature(0x0D);

    /// Changes a PIN of an application.
    public static final Feature MODIFY_PIN_DIRECT_APP_ID = new Feature(0x0E);

    /// Writes on the display.
    public static final Feature WRITE_DISPLAY = new Feature(0x0F);

    /// Reads a key.
    public static final Feature GET_KEY = new Feature(0x10);

    /// Reports the properties of the display.
    public static final Feature IFD_DISPLAY_PROPERTIES = new Feature(0x11);

    /// Reports the properties of the reader as TLV.
    public static final Feature GET_TLV_PROPERTIES = new Feature(0x12);

    /// Sends a CCID escape command.
    public static final Feature CCID_ESC_COMMAND = new Feature(0x13);

    /// Runs PACE between reader and card.
    public static final Feature EXECUTE_PACE = new Feature(0x20);

    /// Returns the name in C, or the number in hex if there is none: `FEATURE_VERIFY_PIN_DIRECT`.
    public String symbol() {
        return Optional.ofNullable(Names.BY_TAG.get(tag))
                .map(NameTable.Row::symbol)
                .orElseGet(() -> "0x%02X".formatted(tag));
    }

    /// Returns the purpose of the feature, if known.
    public Optional<String> meaning() {
        return Optional.ofNullable(Names.BY_TAG.get(tag)).map(NameTable.Row::meaning);
    }

    @Override
    public String toString() {
        return symbol();
    }

    /// Loaded lazily.
    private static final class Names {
        static final Map<Integer, NameTable.Row> BY_TAG = NameTable.load("features.tsv");
    }
}
