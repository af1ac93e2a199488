package dev.puce.decode.dictionary;

import dev.puce.decode.value.Instruction;
import java.util.List;

/// The meaning of a command in a family.
///
/// @param family      the family
/// @param classes     class of commands: `0` interindustry, `8` proprietary with channel bits, or one byte in
///                    hex
/// @param ins         instruction byte
/// @param p12         pattern of P1 and P2
/// @param when        further conditions
/// @param instruction the name
/// @param words       parameters in words
/// @param command     format of the command data
/// @param answer      format of the response data
/// @param line        number of the line in the file
public record InstructionRow(
        Family family,
        String classes,
        int ins,
        Pattern p12,
        When when,
        Instruction instruction,
        Phrases words,
        FieldFormat command,
        FieldFormat answer,
        int line) {
    static InstructionRow read(Family family, List<String> cells, int line) {
        return new InstructionRow(
                family,
                cells.get(0),
                Integer.parseInt(cells.get(1), 16),
                Pattern.of(cells.get(2).equals("-") ? "XXXX" : cells.get(2)),
                When.of(cells.get(3)),
                new Instruction(cells.get(4), family.name(), family.source(cells.get(8)), List.of()),
                Phrases.of(cells.get(5), family),
                FieldFormat.of(cells.get(6), "", "command data", family),
                FieldFormat.of(answer(cells.get(6), cells.get(7)), "", "answer", family),
                line);
    }

    /// Some readers repeat a PIN in the answer to its command, so an answer without a format is a secret there.
    private static String answer(String command, String answer) {
        return command.equals("secret") && answer.equals("none") ? "secret" : answer;
    }

    /// Whether the row applies to a command.
    public boolean matches(CommandShape shape) {
        return p12.matches(shape.p1() << 8 | shape.p2()) && when.holds(shape);
    }
}
