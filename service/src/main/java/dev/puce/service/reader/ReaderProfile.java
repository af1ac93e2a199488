package dev.puce.service.reader;

import java.util.Objects;
import java.util.Optional;

/// Description of a virtual reader, visible in its attributes and features.
///
/// @param vendor          manufacturer, at most 32 characters (`SCARD_ATTR_VENDOR_NAME`)
/// @param model           product (`SCARD_ATTR_VENDOR_IFD_TYPE`)
/// @param serialNumber    serial number; empty: the attribute is unsupported
/// @param vendorId        USB vendor ID, 16 bits, in the part 10 properties
/// @param productId       USB product ID, 16 bits, in the part 10 properties
/// @param maxCommandBytes maximum length of a command APDU, in bytes (`SCARD_ATTR_MAXINPUT`)
/// @param pinPad          the PIN pad, if the reader has one
public record ReaderProfile(
        String vendor,
        String model,
        String serialNumber,
        int vendorId,
        int productId,
        int maxCommandBytes,
        Optional<VirtualPinPad> pinPad) {
    /// A reader without PIN pad that accepts extended-length APDUs.
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
            throw new IllegalArgumentException("maxCommandBytes is " + maxCommandBytes + ", outside 5 to 65548");
        }
    }

    /// Returns this reader with a PIN pad.
    public ReaderProfile withPinPad(VirtualPinPad pad) {
        return new ReaderProfile(vendor, model, serialNumber, vendorId, productId, maxCommandBytes, Optional.of(pad));
    }
}
