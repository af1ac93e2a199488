package dev.puce.trace.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The table `programs.tsv`: options and positions of secrets on the command lines of known programs.
final class ProgramTable {
    /// Kind of an option or a position.
    enum Kind {
        SECRET,
        PLAIN,
        FLAG
    }

    /// A row.
    private record Row(List<String> subcommands, List<String> options, int position, Kind kind) {
        static Row of(String[] cells, List<String> words) {
            boolean isPosition = Character.isDigit(cells[1].charAt(0));
            return new Row(
                    List.copyOf(words.subList(1, words.size())),
                    isPosition ? List.of() : List.of(cells[1].split(" ")),
                    isPosition ? Integer.parseInt(cells[1]) : -1,
                    Kind.valueOf(cells[2].toUpperCase(Locale.ROOT)));
        }

        /// Whether the subcommands come first among the words.
        boolean fits(List<String> words) {
            return words.size() >= subcommands.size()
                    && words.subList(0, subcommands.size()).equals(subcommands);
        }
    }

    private static final String WINDOWS = ".exe";
    private static final Map<String, List<Row>> PROGRAMS = new HashMap<>();

    static {
        for (String line : SecretTable.lines("programs.tsv")) {
            var cells = line.split("\t", -1);
            var words = List.of(cells[0].split(" "));
            PROGRAMS.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>()).add(Row.of(cells, words));
        }
    }

    private ProgramTable() {}

    /// The name of a known program that an argument starts: `/usr/bin/pySim-prog.py` is `pySim-prog`.
    static Optional<String> program(String argument) {
        String name = argument.substring(Math.max(argument.lastIndexOf('/'), argument.lastIndexOf('\\')) + 1);
        if (name.regionMatches(true, Math.max(0, name.length() - WINDOWS.length()), WINDOWS, 0, WINDOWS.length())) {
            name = name.toLowerCase(Locale.ROOT);
        }
        int dot = name.lastIndexOf('.');
        if (PROGRAMS.containsKey(name)) {
            return Optional.of(name);
        }
        String plain = dot > 0 ? name.substring(0, dot) : name;
        return PROGRAMS.containsKey(plain) ? Optional.of(plain) : Optional.empty();
    }

    /// Kind of an option of a program; empty if the table does not list it.
    ///
    /// @param words the words so far, which begin with the subcommands
    static Optional<Kind> option(String program, List<String> words, String option) {
        Row best = null;
        for (var row : PROGRAMS.getOrDefault(program, List.of())) {
            if (row.options.contains(option)
                    && row.fits(words)
                    && (best == null || row.subcommands.size() > best.subcommands.size())) {
                best = row;
            }
        }
        return Optional.ofNullable(best).map(Row::kind);
    }

    /// Whether the last of the words is a secret.
    static boolean isSecret(String program, List<String> words) {
        for (var row : PROGRAMS.getOrDefault(program, List.of())) {
            if (row.position > 0 && row.fits(words) && words.size() == row.subcommands.size() + row.position) {
                return true;
            }
        }
        return false;
    }
}
