package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import dev.puce.pcsc.PcscException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Optional features of a reader and their control codes, which differ between readers
/// (`CM_IOCTL_GET_FEATURE_REQUEST`; PC/SC part 10, 2.2).
///
/// @param codes control code of each supported feature, in the reader's order
public record ReaderFeatures(Map<Feature, ControlCode> codes) {
    private static final int ENTRY_LENGTH = 4;

    public ReaderFeatures {
        codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
    }

    /// Requests the features from the reader; empty if it does not support the request. Drivers refuse with
    /// various codes, so every failure except a lost connection counts as a refusal.
    public static ReaderFeatures of(ControlConnection card) {
        Bytes answer;
        try {
            answer = card.control(card.controlCode(ControlCode.GET_FEATURE_REQUEST), Bytes.EMPTY);
        } catch (PcscException _) {
            card.status(); // throws if the connection is lost
            return new ReaderFeatures(Map.of());
        }
        return parse(answer);
    }

    /// Parses the response to `CM_IOCTL_GET_FEATURE_REQUEST`: per feature a tag, the length 4 and the control code
    /// (big-endian). Skips entries with another length; a truncated entry ends the list.
    public static ReaderFeatures parse(Bytes answer) {
        var codes = new LinkedHashMap<Feature, ControlCode>();
        int offset = 0;
        while (offset + 2 <= answer.length() && offset + 2 + answer.get(offset + 1) <= answer.length()) {
            int length = answer.get(offset + 1);
            if (length == ENTRY_LENGTH) {
                codes.put(
                        new Feature(answer.get(offset)),
                        new ControlCode(
                                answer.slice(offset + 2, offset + 6).asBuffer().getInt()));
            }
            offset += 2 + length;
        }
        return new ReaderFeatures(codes);
    }

    /// Returns whether the reader has the feature.
    public boolean has(Feature feature) {
        return codes.containsKey(feature);
    }

    /// Returns the control code of the feature, if the reader has it.
    public Optional<ControlCode> code(Feature feature) {
        return Optional.ofNullable(codes.get(feature));
    }

    /// Requests the properties of display and PIN entry (`FEATURE_IFD_PIN_PROPERTIES`), if the reader supports it.
    ///
    /// @param card the connection to the reader
    public Optional<PinProperties> pinProperties(ControlConnection card) {
        return code(Feature.IFD_PIN_PROPERTIES)
                .map(code -> card.control(code, Bytes.EMPTY))
                .flatMap(PinProperties::tryParse);
    }

    /// Requests the properties of the reader (`FEATURE_GET_TLV_PROPERTIES`), if the reader supports it.
    ///
    /// @param card the connection to the reader
    public Optional<TlvProperties> tlvProperties(ControlConnection card) {
        return code(Feature.GET_TLV_PROPERTIES)
                .map(code -> card.control(code, Bytes.EMPTY))
                .map(TlvProperties::parse);
    }
}
