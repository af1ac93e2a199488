package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.text;

import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;

/// Formats of applets for PKCS #11 and of file systems: MuscleCard, GIDS, PKCS #15.
final class AppletFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            text("muscle.object", (bytes, _) -> object(bytes)),
            text("muscle.pins", (bytes, _) -> pins(bytes)),
            text("gids.key", (bytes, _) -> Tlv.find(bytes, 0x84).hex()),
            text("pkcs15.version", (bytes, _) -> bytes.length() == 1 ? "v" + (bytes.u8(0) + 1) : null));

    private AppletFormats() {}

    /// An identifier of 4 bytes, usually text: `"c0"`.
    private static String object(View bytes) {
        String text = Texts.ascii(bytes.sub(0, bytes.length() > 2 && bytes.u16(2) == 0 ? 2 : bytes.length()));
        return text == null ? bytes.hex() : text;
    }

    /// A bit for each PIN, the first in the lowest bit.
    private static String pins(View bytes) {
        var names = new ArrayList<String>();
        for (int i = 0; i < 16 && bytes.length() == 2; i++) {
            if ((bytes.u16(0) >> i & 1) != 0) {
                names.add("PIN " + i);
            }
        }
        return names.isEmpty() ? bytes.hex() : String.join(", ", names);
    }
}
