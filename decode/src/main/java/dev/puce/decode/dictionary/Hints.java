package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.List;

/// Commands that reveal the application of a card, from `hints.tsv`.
///
/// They are not rows of the families, because the first command to a card would then load all of these.
public final class Hints {
    private static final int COLUMNS = 6;
    private static final List<List<Hint>> BY_INSTRUCTION = load();

    /// A command that reveals an application.
    ///
    /// @param application short name of the application
    /// @param classes     class cell as in [InstructionRow]
    /// @param ins         instruction byte
    /// @param p12         pattern of P1 and P2
    /// @param when        further conditions
    /// @param source      specification and clause
    public record Hint(String application, String classes, int ins, Pattern p12, When when, String source) {
        private static Hint read(String line) {
            var cells = line.split("\t", -1);
            if (cells.length != COLUMNS || cells[COLUMNS - 1].isBlank()) {
                throw new IllegalStateException("hints.tsv has a malformed row: " + line);
            }
            return new Hint(
                    cells[0],
                    cells[1],
                    Integer.parseInt(cells[2], 16),
                    Pattern.of(cells[3]),
                    When.of(cells[4]),
                    cells[5]);
        }

        /// Whether a command reveals the application.
        public boolean fits(ClassKind kind, CommandShape shape) {
            return p12.matches(shape.p12()) && kind.isNamedBy(classes) && when.holds(shape);
        }
    }

    private Hints() {}

    private static List<List<Hint>> load() {
        var table = new ArrayList<List<Hint>>();
        for (int ins = 0; ins < 256; ins++) {
            table.add(List.of());
        }
        for (String line : Family.lines("hints.tsv")) {
            if (!line.startsWith("#")) {
                var hint = Hint.read(line);
                var hints = new ArrayList<>(table.get(hint.ins));
                hints.add(hint);
                table.set(hint.ins, hints);
            }
        }
        table.replaceAll(List::copyOf);
        return table;
    }

    /// The hints with an instruction byte, in order.
    ///
    /// @param ins 0 to 255, or -1 if the command has none
    public static List<Hint> of(int ins) {
        return ins < 0 ? List.of() : BY_INSTRUCTION.get(ins);
    }
}
