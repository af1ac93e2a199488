package dev.puce.pcsc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An attribute of SCardGetAttrib and SCardSetAttrib. Numbers are the same on all platforms; the driver of a
/// reader determines which attributes it supports. `attributes.tsv` lists all known names; puce's own code uses
/// the constants here.
///
/// @param value the number in the C API: class in the high half, tag in the low half
public record Attribute(int value) {
    /// Name of the vendor of the reader, text.
    public static final Attribute VENDOR_NAME = new Attribute(0x00010100);

    /// Model of the reader, text.
    public static final Attribute VENDOR_IFD_TYPE = new Attribute(0x00010101);

    /// Version of the reader, 0xMMmmbbbb: major, minor, build.
    public static final Attribute VENDOR_IFD_VERSION = new Attribute(0x00010102);

    /// Serial number of the reader, text.
    public static final Attribute VENDOR_IFD_SERIAL_NO = new Attribute(0x00010103);

    /// Connection of the reader, 0xDDDDCCCC: channel type (0x20 is USB), channel number.
    public static final Attribute CHANNEL_ID = new Attribute(0x00020110);

    /// Initial clock for a card, in kHz.
    public static final Attribute DEFAULT_CLK = new Attribute(0x00030121);

    /// Highest clock for a card, in kHz.
    public static final Attribute MAX_CLK = new Attribute(0x00030122);

    /// Initial data rate, in bit/s.
    public static final Attribute DEFAULT_DATA_RATE = new Attribute(0x00030123);

    /// Highest data rate, in bit/s.
    public static final Attribute MAX_DATA_RATE = new Attribute(0x00030124);

    /// Maximum information field size of the reader in T=1, in bytes.
    public static final Attribute MAX_IFSD = new Attribute(0x00030125);

    /// Mechanical characteristics: 1 swallows, 2 ejects, 4 captures, 8 contactless.
    public static final Attribute CHARACTERISTICS = new Attribute(0x00060150);

    /// Protocol in use.
    public static final Attribute CURRENT_PROTOCOL_TYPE = new Attribute(0x00080201);

    /// 0 no card, 1 card not in position, 2 card present; one byte.
    public static final Attribute ICC_PRESENCE = new Attribute(0x00090300);

    /// Nonzero if the contacts are active; one byte.
    public static final Attribute ICC_INTERFACE_STATUS = new Attribute(0x00090301);

    /// ATR of the card.
    public static final Attribute ATR_STRING = new Attribute(0x00090303);

    /// Type of card: 0 unknown, 1 ISO 7816 asynchronous, 2 ISO 7816 synchronous; one byte.
    public static final Attribute ICC_TYPE_PER_ATR = new Attribute(0x00090304);

    /// Longest command that the reader accepts, in bytes.
    public static final Attribute MAXINPUT = new Attribute(0x0007A007);

    /// Number of the reader among readers of this type, from 0.
    public static final Attribute DEVICE_UNIT = new Attribute(0x7FFF0001);

    /// Friendly name of the reader, text.
    public static final Attribute DEVICE_FRIENDLY_NAME_A = new Attribute(0x7FFF0003);

    /// System name of the reader, text.
    public static final Attribute DEVICE_SYSTEM_NAME_A = new Attribute(0x7FFF0004);

    /// Friendly name of the reader, UTF-16 on Windows.
    public static final Attribute DEVICE_FRIENDLY_NAME_W = new Attribute(0x7FFF0005);

    /// System name of the reader, UTF-16 on Windows.
    public static final Attribute DEVICE_SYSTEM_NAME_W = new Attribute(0x7FFF0006);

    /// Returns the name in C, if there is one: `SCARD_ATTR_VENDOR_NAME`.
    public Optional<String> symbol() {
        return Optional.ofNullable(Names.BY_VALUE.get(value)).map(NameTable.Row::symbol);
    }

    /// Returns the meaning of the attribute, with units, if known.
    public Optional<String> meaning() {
        return Optional.ofNullable(Names.BY_VALUE.get(value)).map(NameTable.Row::meaning);
    }

    /// Returns all attributes that have a name, by number.
    public static List<Attribute> known() {
        return Names.BY_VALUE.keySet().stream()
                .sorted(Integer::compareUnsigned)
                .map(Attribute::new)
                .toList();
    }

    /// Returns the attribute with that name in C, if there is one.
    public static Optional<Attribute> of(String symbol) {
        return Names.BY_VALUE.values().stream()
                .filter(row -> row.symbol().equals(symbol))
                .findFirst()
                .map(row -> new Attribute(row.number()));
    }

    /// Returns name and number, or only the number: `SCARD_ATTR_VENDOR_NAME (0x00010100)`.
    @Override
    public String toString() {
        String hex = "0x%08X".formatted(value);
        return symbol().map(name -> name + " (" + hex + ")").orElse(hex);
    }

    /// Loaded lazily.
    private static final class Names {
        static final Map<Integer, NameTable.Row> BY_VALUE = NameTable.load("attributes.tsv");
    }
}
