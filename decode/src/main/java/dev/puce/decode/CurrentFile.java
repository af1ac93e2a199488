package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.FileRow;
import java.util.Optional;

/// The file that a command works on (ISO/IEC 7816-4:2020, 11.3 and 11.4).
final class CurrentFile {
    private CurrentFile() {}

    /// The file of a command, as far as it is known.
    static Optional<FileName> of(CommandShape shape, ClassKind kind, ChannelState state) {
        if (kind == ClassKind.READER || kind == ClassKind.DESFIRE || !isFileCommand(shape.ins())) {
            return Optional.empty();
        }
        var row = row(shape, state);
        int id = row != null ? row.id() : sfi(shape) == 0 ? state.ef() : -1;
        if (id < 0) {
            return Optional.empty();
        }
        return Optional.of(new FileName(state.df(), id, row == null ? "%04X".formatted(id) : row.name()));
    }

    /// The dictionary's row of a command's file; `null` if it is not known.
    static FileRow row(CommandShape shape, ChannelState state) {
        if (!isFileCommand(shape.ins())) {
            return null;
        }
        int sfi = sfi(shape);
        if (sfi > 0) {
            return state.dictionary().shortFile(state.df(), sfi);
        }
        return state.ef() < 0 ? null : state.dictionary().file(state.df(), state.ef());
    }

    /// Short file identifier in the parameters; 0 for the current file.
    static int sfi(CommandShape shape) {
        return switch (shape.ins()) {
            case 0xB0, 0xD0, 0xD6, 0x0E -> (shape.p1() & 0x80) != 0 ? shape.p1() & 0x1F : 0;
            case 0xB2, 0xB3, 0xDC, 0xDD, 0xD2, 0xE2, 0xA2, 0x0C -> shape.p2() >> 3;
            default -> 0;
        };
    }

    static boolean isFileCommand(int ins) {
        return switch (ins) {
            case 0xB0, 0xB1, 0xD0, 0xD1, 0xD6, 0xD7, 0x0E, 0x0F, 0xB2, 0xB3, 0xDC, 0xDD, 0xD2, 0xE2, 0xA2, 0x0C, 0x32 ->
                true;
            default -> false;
        };
    }
}
