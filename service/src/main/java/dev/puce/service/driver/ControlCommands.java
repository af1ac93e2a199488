package dev.puce.service.driver;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.driver.PinEntryCommand.Operation;
import dev.puce.service.reader.ReaderProfile;
import java.nio.charset.StandardCharsets;

/// Responses of a reader to SCardControl: the features of PC/SC part 10 (2.02.09, 2.2 to 2.6).
public final class ControlCommands {
    /// Offset between a feature's tag and its driver function, as in the CCID driver.
    private static final int FEATURE_FUNCTIONS = 0x330000;

    private static final ControlCode GET_FEATURE_REQUEST = ControlCode.pcscLite(ControlCode.GET_FEATURE_REQUEST);

    /// The key that ends a PIN entry: the validation key.
    private static final int VALIDATION_KEY = 0x02;

    /// Maximum length of the data field of an extended command APDU.
    private static final int MAX_APDU_DATA = 65_535;

    /// `SCARD_E_UNSUPPORTED_FEATURE`, which has this number in pcsc-lite.
    private static final ControlResult UNSUPPORTED = new ControlResult.Failure(ReturnCode.UNEXPECTED);

    private ControlCommands() {}

    /// Returns the result of a control code.
    ///
    /// @param controlCode the code, in Linux' numbering
    /// @param data        data from the application
    public static ControlResult execute(ReaderProfile profile, ControlCode controlCode, Bytes data) {
        boolean pinPad = profile.pinPad().isPresent();
        if (controlCode.equals(GET_FEATURE_REQUEST)) {
            return new ControlResult.Response(features(pinPad));
        }
        if (controlCode.equals(codeOf(Feature.GET_TLV_PROPERTIES))) {
            return new ControlResult.Response(tlvProperties(profile));
        }
        if (controlCode.equals(codeOf(Feature.IFD_PIN_PROPERTIES)) && pinPad) {
            return new ControlResult.Response(Bytes.of(0, 0, VALIDATION_KEY, 0));
        }
        if (controlCode.equals(codeOf(Feature.VERIFY_PIN_DIRECT))) {
            return pinEntry(profile, Operation.VERIFY, data);
        }
        if (controlCode.equals(codeOf(Feature.MODIFY_PIN_DIRECT))) {
            return pinEntry(profile, Operation.MODIFY, data);
        }
        return UNSUPPORTED;
    }

    /// Returns the control code of a feature of these readers.
    static ControlCode codeOf(Feature feature) {
        return ControlCode.pcscLite(FEATURE_FUNCTIONS + feature.tag());
    }

    private static ControlResult pinEntry(ReaderProfile profile, Operation operation, Bytes structure) {
        return profile.pinPad()
                .flatMap(pad -> PinEntryCommand.parse(operation, structure).map(entry -> entry.at(pad)))
                .orElse(UNSUPPORTED);
    }

    private static Bytes features(boolean pinPad) {
        Bytes tlv = entry(Feature.GET_TLV_PROPERTIES);
        return pinPad
                ? entry(Feature.VERIFY_PIN_DIRECT)
                        .plus(entry(Feature.MODIFY_PIN_DIRECT))
                        .plus(entry(Feature.IFD_PIN_PROPERTIES))
                        .plus(tlv)
                : tlv;
    }

    /// Encodes tag, length and control code (big-endian).
    private static Bytes entry(Feature feature) {
        int code = codeOf(feature).value();
        return Bytes.of(feature.tag(), 4, code >> 24, code >> 16, code >> 8, code);
    }

    /// Returns the properties of the reader; numbers are little-endian (part 10, 2.6.14).
    private static Bytes tlvProperties(ReaderProfile profile) {
        Bytes firmware = Bytes.ofText(profile.vendor() + " " + profile.model(), StandardCharsets.US_ASCII);
        Bytes all = property(0x01, Bytes.of(0, 0)) // wLcdLayout: no display
                .plus(property(0x02, Bytes.of(VALIDATION_KEY))) // bEntryValidationCondition
                .plus(property(0x03, Bytes.of(0))) // bTimeOut2: no separate timeout
                .plus(property(0x08, firmware)) // sFirmwareID
                .plus(property(0x09, Bytes.of(0))) // bPPDUSupport: none
                .plus(property(0x0A, Bytes.of(MAX_APDU_DATA, MAX_APDU_DATA >> 8, 0, 0))) // dwMaxAPDUDataSize
                .plus(property(0x0B, Bytes.of(profile.vendorId(), profile.vendorId() >> 8))) // wIdVendor
                .plus(property(0x0C, Bytes.of(profile.productId(), profile.productId() >> 8))); // wIdProduct
        return profile.pinPad().isEmpty()
                ? all
                : all.plus(property(0x06, Bytes.of(PinEntryCommand.SHORTEST)))
                        .plus(property(0x07, Bytes.of(PinEntryCommand.LONGEST)));
    }

    private static Bytes property(int tag, Bytes value) {
        return Bytes.of(tag, value.length()).plus(value);
    }
}
