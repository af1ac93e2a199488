package dev.puce.cli.atr;

import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cli.terminal.InputLines;
import dev.puce.cli.terminal.PcscOption;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.AtrFinder;
import dev.puce.pcsc.PcscException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads ATRs in the forms that users have. They stand on the command line in one piece or in several, on the lines of
/// a file or of standard input, or inside pasted source code.
final class AtrInput {
    /// The label that programs print before an ATR.
    private static final Pattern LABEL = Pattern.compile("^\\s*ATR\\s*[:=]?\\s*", Pattern.CASE_INSENSITIVE);

    private final Predicate<Bytes> atrs;
    private final Consumer<String> problems;

    /// Prepares the input.
    ///
    /// @param atrs     takes every ATR, and returns whether it wants the rest of a file
    /// @param problems takes a sentence about each text that is not hex
    AtrInput(Predicate<Bytes> atrs, Consumer<String> problems) {
        this.atrs = atrs;
        this.problems = problems;
    }

    /// Reads arguments. Each argument and each of its lines is a piece of an ATR. A piece that starts with `3B` or `3F`
    /// starts a new ATR if it, or the piece before it, is longer than a byte. Every other piece continues the ATR
    /// before. So `3B 68 00` is one ATR and `3B6800 3F6525` are two. `-` stands for standard input.
    void readArguments(List<String> arguments) throws IOException {
        Bytes current = Bytes.EMPTY;
        boolean inSingleBytes = true;
        for (String argument : arguments.stream().flatMap(AtrInput::pieces).toList()) {
            if (argument.equals("-")) {
                finish(current);
                current = Bytes.EMPTY;
                readStandardInput();
                continue;
            }
            if (argument.isBlank()) {
                problems.accept("\"" + argument + "\" is not an ATR: it is empty");
                continue;
            }
            List<Bytes> found = pasted(argument, "\"" + argument + "\"");
            if (found.isEmpty()) {
                continue; // reported
            }
            if (found.size() > 1) {
                finish(current);
                current = Bytes.EMPTY;
                found.forEach(this::finish);
                continue;
            }
            Bytes piece = found.getFirst();
            if (piece.isEmpty()) {
                continue;
            }
            boolean isTs = piece.get(0) == 0x3B || piece.get(0) == 0x3F;
            if (isTs && (piece.length() > 1 || !inSingleBytes)) {
                finish(current);
                current = Bytes.EMPTY;
            }
            inSingleBytes = piece.length() == 1;
            current = current.plus(piece);
        }
        finish(current);
    }

    private static Stream<String> pieces(String argument) {
        return argument.isBlank() ? Stream.of(argument) : argument.lines().filter(line -> !line.isBlank());
    }

    /// Whether more is wanted.
    private boolean finish(Bytes atr) {
        return atr.isEmpty() || atrs.test(atr);
    }

    /// Reads a file, or standard input for `-`, one ATR a line. Empty lines, comments (`#`) and lines that begin with
    /// a TAB are skipped. The ATR may stand in any column, and a count beside it, as in the lists that are counted.
    void readFile(Path file) throws IOException {
        if (file.toString().equals("-")) {
            readStandardInput();
            return;
        }
        try (var lines = InputLines.of(file)) {
            read(lines);
        }
    }

    /// Reads standard input like a file.
    void readStandardInput() throws IOException {
        read(InputLines.ofStandardInput());
    }

    /// Reads the ATRs of the cards in the readers whose name fits, without connecting to a card.
    ///
    /// @param pattern part of a name, or a name with `*` and `?`; empty for all readers
    void readReaders(String pattern) {
        var pcsc = new PcscOption();
        try (Readers readers = pcsc.readers()) {
            List<Reader> found = pattern.isEmpty() ? readers.list() : readers.find(pattern);
            List<Bytes> inserted = found.stream()
                    .map(reader -> reader.state().atr())
                    .filter(atr -> !atr.isEmpty())
                    .toList();
            if (inserted.isEmpty()) {
                problems.accept(
                        found.isEmpty()
                                ? "There is no reader%s"
                                        .formatted(pattern.isEmpty() ? "" : " called \"" + pattern + "\"")
                                : "No card in "
                                        + found.stream()
                                                .map(Reader::name)
                                                .collect(Collectors.joining("\", \"", "\"", "\"")));
            }
            inserted.forEach(this::finish);
        } catch (PcscException e) {
            throw pcsc.failed(e);
        }
    }

    private void read(InputLines lines) throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith("\t")) {
                continue;
            }
            for (Bytes atr : atrs(line, lines.where())) {
                if (!finish(atr)) {
                    return;
                }
            }
        }
    }

    private List<Bytes> atrs(String line, String where) {
        Optional<Bytes> listed = AtrListCounter.atrIn(line);
        return listed.isPresent() ? List.of(listed.get()) : pasted(firstColumn(line), where);
    }

    private static String firstColumn(String line) {
        int tab = line.indexOf('\t');
        return tab < 0 ? line : line.substring(0, tab);
    }

    /// Reads hex, or finds ATRs in pasted source code or logs.
    private List<Bytes> pasted(String text, String where) {
        try {
            return List.of(Bytes.hex(LABEL.matcher(text).replaceFirst("")));
        } catch (IllegalArgumentException e) {
            List<Bytes> found = AtrFinder.findAll(text);
            if (found.isEmpty()) {
                problems.accept(where + " is not an ATR: " + e.getMessage());
            }
            return found;
        }
    }
}
