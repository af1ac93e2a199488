package dev.puce.pcsc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An attribute of SCardGetAttrib and SCardSetAttrib. Numbers are alike on all platforms; which ones a reader knows
/// depends on its driver. All known names are in `attributes.tsv`, the ones in use are constants here.
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

    /// How the reader is attached, 0xDDDDCCCC: type of channel (0x20 is USB), number of the channel.
    public static final Attribute CHANNEL_ID = new Attribute(0x00020110);

    /// Clock for a card at start, in kHz.
    public static final Attribute DEFAULT_CLK = new Attribute(0x00030121);

    /// Highest clock for a card, in kHz.
    public static final Attribute MAX_CLK = new Attribute(0x00030122);

    /// Data rate at start, in bit/s.
    public static final Attribute DEFAULT_DATA_RATE = new Attribute(0x00030123);

    /// Highest data rate, in bit/s.
    public static final Attribute MAX_DATA_RATE = new Attribute(0x00030124);

    /// Longest information field that the reader takes in T=1, in bytes.
    public static final Attribute MAX_IFSD = new Attribute(0x00030125);

    /// Mechanical characteristics: 1 swallows, 2 ejects, 4 captures, 8 contactless.
    public static final Attribute CHARACTERISTICS = new Attribute(0x00060150);

    /// Protocol in use.
    public static final Attribute CURRENT_PROTOCOL_TYPE = new Attribute(0x00080201);

    /// 0 no card, 1 card not in position, 2 card present; one byte.
    public static final Attribute ICC_PRESENCE = new Attribute(0x00090300);

    /// Not zero if the contacts are active; one byte.
    public static final Attribute ICC_INTERFACE_STATUS = new Attribute(0x00090301);

    /// ATR of the card.
    public static final Attribute ATR_STRING = new Attribute(0x00090303);

    /// Type of card: 0 unknown, 1 ISO 7816 asynchronous, 2 ISO 7816 synchronous; one byte.
    public static final Attribute ICC_TYPE_PER_ATR = new Attribute(0x00090304);

    /// Longest command that the reader accepts, in bytes.
    public static final Attribute MAXINPUT = new Attribute(0x0007A007);

    /// Which of several readers of this type it is, from 0.
    public static final Attribute DEVICE_UNIT = new Attribute(0x7FFF0001);

    /// Name of the reader for people, text.
    public static final Attribute DEVICE_FRIENDLY_NAME_A = new Attribute(0x7FFF0003);

    /// Name of the reader in the system, text.
    public static final Attribute DEVICE_SYSTEM_NAME_A = new Attribute(0x7FFF0004);

    /// Name of the reader for people, UTF-16 on Windows.
    public static final Attribute DEVICE_FRIENDLY_NAME_W = new Attribute(0x7FFF0005);

    /// Name of the reader in the system, UTF-16 on Windows.
    public static final Attribute DEVICE_SYSTEM_NAME_W = new Attribute(0x7FFF0006);

    /// The name in C, where there is one: `SCARD_ATTR_VENDOR_NAME`.
    public Optional<String> symbol() {
        return Optional.ofNullable(Names.BY_VALUE.get(value)).map(NameTable.Row::symbol);
    }

    /// What the attribute tells, with units, where it is known.
    public Optional<String> meaning() {
        return Optional.ofNullable(Names.BY_VALUE.get(value)).map(NameTable.Row::meaning);
    }

    /// All attributes with a name, in the order of their numbers.
    public static List<Attribute> known() {
        return Names.BY_VALUE.keySet().stream()
                .sorted(Integer::compareUnsigned)
                .map(Attribute::new)
                .toList();
    }

    /// The attribute with that name in C, if there is one.
    public static Optional<Attribute> of(String symbol) {
        return Names.BY_VALUE.values().stream()
                .filter(row -> row.symbol().equals(symbol))
                .findFirst()
                .map(row -> new Attribute(row.number()));
    }

    /// Name and number, or the number alone: `SCARD_ATTR_VENDOR_NAME (0x00010100)`.
    @Override
    public String toString() {
        String hex = "0x%08X".formatted(value);
        return symbol().map(name -> name + " (" + hex + ")").orElse(hex);
    }

    /// Loaded when the first name is asked for.
    private static final class Names {
        static final Map<Integer, NameTable.Row> BY_VALUE = NameTable.load("attributes.tsv");
    }
}
