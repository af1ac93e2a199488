package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.View;
import java.util.Map;
import java.util.function.Function;

/// Formats of commands to the reader (PC/SC part 3).
final class ReaderFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            SpecialFormats.text("part10.lengths", (bytes, _) -> bytes.u8(1) + " to " + bytes.u8(0)),
            format("pcsc3.block", ReaderFormats::block),
            format("pn53x", ReaderFormats::frame));

    private static final int TRAILER = 16;

    private ReaderFormats() {}

    /// A block of a storage card. The last block of a MIFARE sector holds keys.
    private static void block(Field field, View bytes, DictionaryScope scope, Out out) {
        int block = scope.p12();
        boolean trailer = bytes.length() == TRAILER && (block < 128 ? block % 4 == 3 : block % 16 == 15);
        if (!trailer) {
            out.hex(field, bytes);
            return;
        }
        if (out.isTree()) {
            out.open(Field.of("block, or sector trailer"), "", bytes);
            out.secret(Field.of("key A"), bytes.sub(0, 6));
            out.hex(Field.of("access bits"), bytes.sub(6, 10));
            out.secret(Field.of("key B"), bytes.sub(10));
            out.close();
        }
    }

    /// A frame for the reader's NFC chip. An authentication in it carries a key.
    private static void frame(Field field, View bytes, DictionaryScope scope, Out out) {
        boolean authentication = bytes.u8(0) == 0xD4
                && ((bytes.u8(1) == 0x40 && (bytes.u8(3) & 0xFE) == 0x60)
                        || (bytes.u8(1) == 0x42 && (bytes.u8(2) & 0xFE) == 0x60));
        String name = "PN53x " + name(bytes.u8(1));
        if (authentication) {
            out.secret(Field.of(name + ", MIFARE authentication"), bytes);
        } else {
            out.hex(Field.of(name), bytes);
        }
    }

    private static String name(int code) {
        return switch (code & 0xFE) {
            case 0x02 -> "GetFirmwareVersion";
            case 0x32 -> "RFConfiguration";
            case 0x40 -> "InDataExchange";
            case 0x42 -> "InCommunicateThru";
            case 0x44 -> "InDeselect";
            case 0x4A -> "InListPassiveTarget";
            case 0x52 -> "InRelease";
            case 0x54 -> "InSelect";
            case 0x60 -> "InAutoPoll";
            default -> "frame %02X".formatted(code);
        };
    }
}
