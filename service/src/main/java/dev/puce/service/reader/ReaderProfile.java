package dev.puce.service.reader;

import java.util.Objects;
import java.util.Optional;

/// The description of a virtual reader, as its attributes and features tell it.
///
/// @param vendor          manufacturer, at most 32 characters (`SCARD_ATTR_VENDOR_NAME`)
/// @param model           product (`SCARD_ATTR_VENDOR_IFD_TYPE`)
/// @param serialNumber    serial number; empty: the reader does not tell one
/// @param vendorId        USB vendor number, 16 bits, in the part 10 properties
/// @param productId       USB product number, 16 bits, in the part 10 properties
/// @param maxCommandBytes longest command APDU that the reader takes, in bytes (`SCARD_ATTR_MAXINPUT`)
/// @param pinPad          the PIN pad, if the reader has one
public record ReaderProfile(
        String vendor,
        String model,
        String serialNumber,
        int vendorId,
        int productId,
        int maxCommandBytes,
        Optional<VirtualPinPad> pinPad) {
    /// A reader without PIN pad, for extended length APDUs.
    public static final ReaderProfile SIMPLE =
            new ReaderProfile("puce", "Virtual Reader", "", 0x0000, 0x0000, 65_548, Optional.empty());

    public ReaderProfile {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(serialNumber, "serialNumber");
        Objects.requireNonNull(pinPad, "pinPad");
        if (vendor.length() > 32) {
            throw new IllegalArgumentException("vendor \"" + vendor + "\" is longer than 32 characters");
        }
        if (maxCommandBytes < 5 || maxCommandBytes > 65_548) {
            throw new IllegalArgumentException("the longest command has " + maxCommandBytes + " bytes, not 5 to 65548");
        }
    }

    /// The same reader with a PIN pad.
    public ReaderProfile withPinPad(VirtualPinPad pad) {
        return new ReaderProfile(vendor, model, serialNumber, vendorId, productId, maxCommandBytes, Optional.of(pad));
    }
}
