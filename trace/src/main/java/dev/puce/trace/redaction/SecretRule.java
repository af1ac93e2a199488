package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A row of `secrets.tsv`: the commands that it fits, and the part that it hides.
///
/// @param families       applications in which it holds
/// @param isEverywhere   whether it holds in every application
/// @param isForUnknown   whether it holds if no known application is selected
/// @param classes        its class bytes
/// @param instructions   its instruction bytes
/// @param parameters     its values of P1-P2
/// @param conditions     further conditions
/// @param hides          the part that is hidden
/// @param offset         the number of data bytes that stay visible
/// @param name           name of the command
record SecretRule(
        List<String> families,
        boolean isEverywhere,
        boolean isForUnknown,
        BitSet classes,
        List<Integer> instructions,
        List<Parameters> parameters,
        List<Condition> conditions,
        Hides hides,
        int offset,
        String name) {
    private static final int COLUMNS = 8;
    private static final String ANY = "*";

    /// P1-P2 with free digits.
    record Parameters(int mask, int value) {
        static Parameters of(String text) {
            int mask = 0;
            int value = 0;
            for (int i = 0; i < 4; i++) {
                boolean isFree = text.charAt(i) == 'X';
                mask = mask << 4 | (isFree ? 0 : 0xF);
                value = value << 4 | (isFree ? 0 : Character.digit(text.charAt(i), 16));
            }
            return new Parameters(mask, value);
        }

        boolean fits(int p12) {
            return (p12 & mask) == value;
        }
    }

    /// Reads a line of the table.
    static SecretRule of(String line) {
        var cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("secrets.tsv: a row needs " + COLUMNS + " cells: " + line);
        }
        var families = new ArrayList<>(words(cells[0]));
        boolean isForUnknown = families.remove("?");
        boolean isEverywhere = families.remove(ANY);
        var conditions = cells[4].equals("-")
                ? List.<Condition>of()
                : List.of(cells[4].split(",")).stream().map(Condition::of).toList();
        int at = cells[5].indexOf('@');
        return new SecretRule(
                List.copyOf(families),
                isEverywhere,
                isForUnknown,
                classes(words(cells[1])),
                words(cells[2]).stream().map(text -> Integer.valueOf(text, 16)).toList(),
                words(cells[3]).stream().map(Parameters::of).toList(),
                conditions,
                Hides.of(at < 0 ? cells[5] : cells[5].substring(0, at)),
                at < 0 ? 0 : Integer.parseInt(cells[5], at + 1, cells[5].length(), 10),
                cells[6]);
    }

    private static List<String> words(String cell) {
        return List.of(cell.split(" "));
    }

    private static BitSet classes(List<String> patterns) {
        var classes = new BitSet(256);
        for (String pattern : patterns) {
            switch (pattern) {
                case ANY -> classes.set(0, 256);
                case "iso" -> classes.set(0, 0x80);
                case "gp" -> {
                    classes.set(0x80, 0xA0);
                    classes.set(0xC0, 0xD0);
                    classes.set(0xE0, 0xF0);
                }
                default -> classes.set(Integer.parseInt(pattern, 16));
            }
        }
        return classes;
    }

    /// Whether the row fits a command, whose instruction is one of the row's.
    boolean fits(Bytes command, Selection selection) {
        if (!mayFit(command, selection)) {
            return false;
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(command, selection)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the row fits a command if its conditions hold.
    boolean mayFit(Bytes command, Selection selection) {
        if (!classes.get(command.get(0))) {
            return false;
        }
        int p12 = command.get(2) << 8 | command.get(3);
        boolean named = false;
        for (int i = 0; i < parameters.size() && !named; i++) {
            named = parameters.get(i).fits(p12);
        }
        return named && holdsIn(selection, command.get(0));
    }

    private boolean holdsIn(Selection selection, int cla) {
        if (isEverywhere || (isForUnknown && !selection.isApplicationKnown(cla))) {
            return true;
        }
        if (families.isEmpty()) {
            return false;
        }
        var application = selection.application(cla);
        for (int i = 0; i < families.size(); i++) {
            if (application.uses(families.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// Whether only a response with a sector trailer is secret.
    boolean isForTrailer() {
        return isConditional() && classes.get(0xFF) && hides == Hides.ANSWER;
    }

    /// Whether it depends on the data of the command.
    boolean isConditional() {
        return !conditions.isEmpty();
    }
}
