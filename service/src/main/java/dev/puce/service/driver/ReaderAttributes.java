package dev.puce.service.driver;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.service.reader.ReaderProfile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The attributes of a reader (PC/SC part 3, 3.1.2.2): those that the CCID driver supports.
public final class ReaderAttributes {
    /// 0xMMmmbbbb: major, minor, build.
    private static final int VERSION = 0x01000000;

    private static final int NOT_SWALLOWED = 2;

    private ReaderAttributes() {}

    /// State of the card at the time of the request.
    ///
    /// @param atr     ATR, empty without a card
    /// @param present whether a card is present
    /// @param powered whether the card has power
    public record CardStatus(Bytes atr, boolean present, boolean powered) {}

    private static final Map<Attribute, BiFunction<ReaderProfile, CardStatus, Bytes>> VALUES = Map.of(
            Attribute.VENDOR_NAME, (profile, _) -> text(profile.vendor()),
            Attribute.VENDOR_IFD_TYPE, (profile, _) -> text(profile.model()),
            Attribute.VENDOR_IFD_VERSION, (_, _) -> littleEndian(VERSION),
            Attribute.VENDOR_IFD_SERIAL_NO, (profile, _) -> text(profile.serialNumber()),
            Attribute.MAXINPUT, (profile, _) -> littleEndian(profile.maxCommandBytes()),
            Attribute.ICC_PRESENCE, (_, card) -> Bytes.of(card.present() ? NOT_SWALLOWED : 0),
            Attribute.ICC_INTERFACE_STATUS, (_, card) -> Bytes.of(card.powered() ? 1 : 0),
            Attribute.ATR_STRING, (_, card) -> card.atr());

    /// Returns the value of an attribute, at most 264 bytes; empty if the reader does not support it.
    public static Optional<Bytes> value(ReaderProfile profile, Attribute attribute, CardStatus card) {
        if (attribute.equals(Attribute.VENDOR_IFD_SERIAL_NO)
                && profile.serialNumber().isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(VALUES.get(attribute)).map(value -> value.apply(profile, card));
    }

    /// Encodes text as an attribute value, with a NUL at the end.
    public static Bytes text(String text) {
        return Bytes.ofText(text, StandardCharsets.UTF_8).plus(Bytes.of(0));
    }

    private static Bytes littleEndian(int value) {
        return Bytes.of(value, value >> 8, value >> 16, value >> 24);
    }
}
