package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.Hints;
import dev.puce.decode.dictionary.InstructionRow;
import dev.puce.decode.special.Dictionaries;
import dev.puce.decode.value.Instruction;
import java.util.ArrayList;
import java.util.List;

/// Finds the meaning of a command from its bytes and the state of its channel.
final class Resolver {
    /// Families that share the proprietary classes. If the application is unknown, a command may belong to any.
    private static final List<String> RIVALS = List.of("gp", "emv", "uicc");

    /// Families that applications extend with their own commands, and that any of them may contain.
    private static final List<String> COMMON = List.of("gp");

    /// A command in the light of a state.
    ///
    /// @param state       state of the channel, with the application that the command reveals
    /// @param kind        kind of class byte
    /// @param row         meaning; `null` if it is not known
    /// @param instruction name
    record Meaning(ChannelState state, ClassKind kind, InstructionRow row, Instruction instruction) {}

    private Resolver() {}

    static ClassKind kind(CommandShape shape, ChannelState state) {
        var kind = ClassKind.of(shape.cla());
        var application = state.application();
        if (kind == ClassKind.DESFIRE && !application.uses("desfire")) {
            boolean fits = !application.isKnown()
                    && shape.p12() == 0
                    && Dictionaries.of(List.of("desfire")).instruction(kind, shape) != null;
            return fits ? kind : ClassKind.PROPRIETARY;
        }
        if (kind == ClassKind.GSM && application.isKnown() && !application.uses("sim") && !application.uses("uicc")) {
            return ClassKind.OTHER;
        }
        return kind;
    }

    static Meaning resolve(CommandShape shape, ChannelState before) {
        var kind = kind(shape, before);
        if (kind == ClassKind.READER) {
            return known(before, kind, Dictionaries.of(List.of("reader")).instruction(kind, shape), shape);
        }
        var state = before.application().isKnown() ? before : inferred(shape, kind, before);
        var row = state.dictionary().instruction(kind, shape);
        if (row != null) {
            return known(state, kind, row, shape);
        }
        if (kind == ClassKind.GSM) {
            return known(state, kind, Dictionaries.of(List.of("sim")).instruction(kind, shape), shape);
        }
        if (kind == ClassKind.PROPRIETARY) {
            return state.application().families().isEmpty() ? rivals(state, kind, shape) : extended(state, kind, shape);
        }
        return known(state, kind, null, shape);
    }

    private static ChannelState inferred(CommandShape shape, ClassKind kind, ChannelState before) {
        for (var hint : Hints.of(shape.ins())) {
            if (hint.fits(kind, shape)) {
                var application = Application.ofId(hint.application()).orElseThrow();
                return before.inferred(application, Confidence.FROM_COMMAND);
            }
        }
        return before;
    }

    private static Meaning extended(ChannelState state, ClassKind kind, CommandShape shape) {
        for (String family : COMMON) {
            var row = Dictionaries.of(List.of(family)).instruction(kind, shape);
            if (row != null) {
                return known(state, kind, row, shape);
            }
        }
        return known(state, kind, null, shape);
    }

    private static Meaning rivals(ChannelState state, ClassKind kind, CommandShape shape) {
        var rows = new ArrayList<InstructionRow>();
        for (String family : RIVALS) {
            var row = Dictionaries.of(List.of(family)).instruction(kind, shape);
            if (row != null
                    && rows.stream()
                            .noneMatch(other -> other.instruction()
                                    .name()
                                    .equals(row.instruction().name()))) {
                rows.add(row);
            }
        }
        if (rows.size() < 2) {
            return known(state, kind, rows.isEmpty() ? null : rows.getFirst(), shape);
        }
        var first = rows.getFirst();
        var names = rows.stream().skip(1).map(row -> row.instruction().name()).toList();
        var instruction = new Instruction(
                first.instruction().name(),
                first.instruction().family(),
                first.instruction().source(),
                names);
        return new Meaning(state, kind, null, instruction);
    }

    private static Meaning known(ChannelState state, ClassKind kind, InstructionRow row, CommandShape shape) {
        var instruction = row != null ? row.instruction() : unknown(shape);
        return new Meaning(state, kind, row, instruction);
    }

    private static Instruction unknown(CommandShape shape) {
        String name = shape.ins() < 0 ? "cut command" : "INS %02X in class %02X".formatted(shape.ins(), shape.cla());
        return new Instruction(name, "", "", List.of());
    }
}
