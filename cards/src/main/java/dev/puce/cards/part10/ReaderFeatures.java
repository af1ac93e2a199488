package dev.puce.cards.part10;

import dev.puce.cards.Card;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import dev.puce.pcsc.PcscException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a reader can do besides, and the control code of each feature, which differs from reader to reader
/// (`CM_IOCTL_GET_FEATURE_REQUEST`; PC/SC part 10, 2.2).
///
/// @param codes control code of each feature that the reader has, in the reader's order
public record ReaderFeatures(Map<Feature, ControlCode> codes) {
    private static final int ENTRY_LENGTH = 4;

    public ReaderFeatures {
        codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
    }

    /// Asks the reader; one that does not understand the question has no features. Drivers say that with many
    /// codes, so every failure but a lost connection counts.
    public static ReaderFeatures of(Card card) {
        Bytes answer;
        try {
            answer = card.control(card.controlCode(ControlCode.GET_FEATURE_REQUEST), Bytes.EMPTY);
        } catch (PcscException _) {
            card.status(); // throws if it was not the driver that failed
            return new ReaderFeatures(Map.of());
        }
        return parse(answer);
    }

    /// Reads the answer to `CM_IOCTL_GET_FEATURE_REQUEST`: tag, length 4, control code (big-endian) of each
    /// feature. What does not fit is skipped, as far as it can be; it ends at a cut.
    public static ReaderFeatures parse(Bytes answer) {
        var codes = new LinkedHashMap<Feature, ControlCode>();
        int at = 0;
        while (at + 2 <= answer.length() && at + 2 + answer.get(at + 1) <= answer.length()) {
            int length = answer.get(at + 1);
            if (length == ENTRY_LENGTH) {
                codes.put(
                        new Feature(answer.get(at)),
                        new ControlCode(answer.slice(at + 2, at + 6).asBuffer().getInt()));
            }
            at += 2 + length;
        }
        return new ReaderFeatures(codes);
    }

    /// Whether the reader has the feature.
    public boolean has(Feature feature) {
        return codes.containsKey(feature);
    }

    /// Control code of the feature, if the reader has it.
    public Optional<ControlCode> code(Feature feature) {
        return Optional.ofNullable(codes.get(feature));
    }

    /// Asks for display and PIN entry (`FEATURE_IFD_PIN_PROPERTIES`), if the reader tells.
    ///
    /// @param card the connection to ask through
    public Optional<PinProperties> pinProperties(Card card) {
        return code(Feature.IFD_PIN_PROPERTIES)
                .map(code -> card.control(code, Bytes.EMPTY))
                .flatMap(PinProperties::tryParse);
    }

    /// Asks for the properties of the reader (`FEATURE_GET_TLV_PROPERTIES`), if the reader tells.
    ///
    /// @param card the connection to ask through
    public Optional<TlvProperties> tlvProperties(Card card) {
        return code(Feature.GET_TLV_PROPERTIES)
                .map(code -> card.control(code, Bytes.EMPTY))
                .map(TlvProperties::parse);
    }
}
