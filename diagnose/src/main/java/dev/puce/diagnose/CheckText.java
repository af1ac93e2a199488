package dev.puce.diagnose;

import dev.puce.cards.part10.ReaderFeatures;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Result;
import java.nio.charset.StandardCharsets;

/// Describes the results of `puce test`.
final class CheckText {
    private CheckText() {}

    /// A reader's state.
    static String state(Result result) {
        return result instanceof Result.GetStatusChange(var states) && states.size() == 1
                ? states.getFirst().reader() + ": " + states.getFirst().eventState() + ", ATR "
                        + states.getFirst().atr()
                : "";
    }

    /// An attribute and its value.
    static String attribute(Attribute attribute, Result result) {
        String name = attribute.symbol().orElse(attribute.toString());
        return result instanceof Result.GetAttrib(Bytes value) ? name + " " + readable(value) : name;
    }

    /// The text that a value is, or its bytes.
    private static String readable(Bytes value) {
        String text = new String(value.toArray(), StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
        return text.matches("[ -~]{3,}") ? '"' + text + '"' : value.toString();
    }

    /// Describes the features of PC/SC part 10.
    static String features(Result result) {
        String request = "CM_IOCTL_GET_FEATURE_REQUEST";
        if (!(result instanceof Result.Control(Bytes answer, var _))) {
            return request;
        }
        var features = ReaderFeatures.parse(answer).codes().keySet().stream()
                .map(Object::toString)
                .sorted()
                .toList();
        return request + ": " + (features.isEmpty() ? "no features" : String.join(", ", features));
    }
}
