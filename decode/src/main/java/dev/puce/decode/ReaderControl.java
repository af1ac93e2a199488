package dev.puce.decode;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.special.Dictionaries;
import dev.puce.decode.value.Node;
import dev.puce.decode.value.Side;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Explains the buffers of `SCardControl` for the features of PC/SC part 10.
///
/// The caller knows the feature of a control code from the answer to `CM_IOCTL_GET_FEATURE_REQUEST`, because
/// each reader chooses its codes. PINs stay hidden.
public final class ReaderControl {
    private static final String FAMILY = "part10";
    private static final int GET_TLV_PROPERTIES = 0x12;
    private static final int FEATURE_ENTRY = 6;

    private ReaderControl() {}

    /// Name of a feature: `VERIFY_PIN_DIRECT`; empty if the number is not assigned.
    ///
    /// @param feature number of the feature, 1 to 255 (PC/SC part 10, 2.3)
    public static Optional<String> featureName(int feature) {
        return Optional.ofNullable(Dictionaries.family(FAMILY).values("feature").name(feature));
    }

    /// Explains the answer to `CM_IOCTL_GET_FEATURE_REQUEST`: the features and their control codes.
    public static List<Node> features(Bytes output) {
        var out = Out.tree(false);
        var view = View.of(output, Side.RESPONSE, 0, output.length());
        int at = 0;
        while (at + FEATURE_ENTRY <= view.length() && view.u8(at + 1) == 4) {
            View entry = view.sub(at, at + FEATURE_ENTRY);
            int feature = entry.u8(0);
            var field =
                    new Field("%02X".formatted(feature), featureName(feature).orElse(""), Field.Highlight.NONE);
            out.leaf(field, "control code " + entry.sub(2).hex(), entry);
            at += FEATURE_ENTRY;
        }
        if (at < view.length()) {
            out.hex(Field.of("further bytes"), view.sub(at));
        }
        return List.copyOf(out.nodes());
    }

    /// Explains input and output of a feature.
    ///
    /// @param feature number of the feature, 1 to 255 (PC/SC part 10, 2.3)
    /// @param input   bytes for the reader
    /// @param output  bytes from the reader
    public static List<Node> explain(int feature, Bytes input, Bytes output) {
        var out = Out.tree(false);
        var in = View.of(input, Side.COMMAND, 0, input.length());
        var answer = View.of(output, Side.RESPONSE, 0, output.length());
        var scope = scope(in, answer);
        out.open(Field.of(featureName(feature).orElse("feature %02X".formatted(feature))), "", in);
        write(inputStructure(feature), in, scope, out);
        out.close();
        out.open(Field.of("answer"), "", answer);
        if (feature == GET_TLV_PROPERTIES) {
            TlvFormat.objects("properties", TlvFormat.Syntax.ONE_BYTE_TAG, answer, scope, out);
        } else {
            write(outputStructure(feature), answer, scope, out);
        }
        out.close();
        return List.copyOf(out.nodes());
    }

    private static String inputStructure(int feature) {
        return switch (feature) {
            case 0x01, 0x06, 0x0D -> "verify";
            case 0x03, 0x07, 0x0E -> "modify";
            case 0x08, 0x09 -> "universal";
            case 0x20 -> "pace";
            default -> "";
        };
    }

    private static String outputStructure(int feature) {
        return switch (feature) {
            case 0x05 -> "pressedkey";
            case 0x02, 0x04, 0x06, 0x07, 0x0D, 0x0E -> "status";
            case 0x0A -> "pinproperties";
            case 0x20 -> "paceresult";
            default -> "";
        };
    }

    private static void write(String structure, View bytes, DictionaryScope scope, Out out) {
        if (structure.isEmpty()) {
            if (!bytes.isEmpty()) {
                out.hex(Field.of("data"), bytes);
            }
            return;
        }
        Dictionaries.family(FAMILY).structure(structure).write(bytes, scope, out, true);
    }

    private static DictionaryScope scope(View input, View output) {
        var dictionary = Dictionaries.of(List.of(FAMILY));
        return new DictionaryScope(dictionary, 0, 0x20, 0, 0, input, output, -1, "", Map.of(), -1, null, -1, 1);
    }
}
