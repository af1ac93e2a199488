package dev.puce.decode.dictionary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The dictionary of one specification, read from `families/NAME.tsv`.
///
/// The first cell of each line says what the line defines. Cells are separated by tabs, `-` stands for an empty
/// cell. The last cell is the source. `families/README` in the resources explains every column.
public final class Family {
    private final String name;
    private final References references;
    private final List<InstructionRow> instructions = new ArrayList<>();
    private final List<TagRow> tags = new ArrayList<>();
    private final List<FileRow> files = new ArrayList<>();
    private final List<StatusRow> statuses = new ArrayList<>();
    private final List<KeyRow> keys = new ArrayList<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, ValueSet> values = new HashMap<>();
    private final Map<String, BitSetTable> bits = new HashMap<>();
    private final Map<String, Structure> structures = new HashMap<>();

    private Family(String name, References references) {
        this.name = name;
        this.references = references;
    }

    /// Reads the dictionary of that name.
    ///
    /// @throws IllegalStateException if there is none, or a line of it is malformed
    public static Family read(String name, References references) {
        var family = new Family(name, references);
        family.load();
        return family;
    }

    private void load() {
        int line = 0;
        for (String text : lines("families/" + name + ".tsv")) {
            line++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            try {
                add(List.of(text.split("\t", -1)), line);
            } catch (RuntimeException e) {
                throw new IllegalStateException("families/%s.tsv, line %d: %s".formatted(name, line, text), e);
            }
        }
    }

    /// The lines of a resource of this package.
    ///
    /// @throws IllegalStateException if there is no such resource
    public static List<String> lines(String resource) {
        try (var in = Family.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + resource, e);
        }
    }

    private void add(List<String> row, int line) {
        List<String> cells = row.subList(1, row.size());
        switch (row.getFirst()) {
            case "ins" -> instructions.add(InstructionRow.read(this, sized(cells, 9), line));
            case "tag" -> tags.add(TagRow.read(this, sized(cells, 5), line));
            case "file" -> files.add(FileRow.read(this, sized(cells, 6), line));
            case "sw" -> statuses.add(StatusRow.read(sized(cells, 5), line));
            case "source" -> sources.put(cells.get(0), cells.get(1));
            case "key" -> keys.add(KeyRow.read(this, sized(cells, 5), line));
            case "value" ->
                values.computeIfAbsent(sized(cells, 4).get(0), _ -> new ValueSet())
                        .add(new ValueSet.Row(Pattern.of(cells.get(1)), cells.get(2), line));
            case "bit" ->
                bits.computeIfAbsent(sized(cells, 5).get(0), _ -> new BitSetTable())
                        .add(BitSetTable.Row.read(cells, line));
            case "field" ->
                structures
                        .computeIfAbsent(sized(cells, 5).get(0), _ -> new Structure())
                        .add(new Structure.Row(
                                cells.get(1), FieldFormat.of(cells.get(3), "", cells.get(2), this), line));
            default -> throw new IllegalStateException("\"" + row.getFirst() + "\" is not a kind of line");
        }
    }

    private static List<String> sized(List<String> cells, int count) {
        if (cells.size() != count) {
            throw new IllegalStateException(cells.size() + " cells in place of " + count);
        }
        if (cells.getLast().equals("-") || cells.getLast().isBlank()) {
            throw new IllegalStateException("the source is missing");
        }
        return cells;
    }

    /// A source with its abbreviation spelled out: `ISO/IEC 7816-4, 11.2.2` for `I4 11.2.2`.
    String source(String cell) {
        int space = cell.indexOf(' ');
        String full = sources.get(space < 0 ? cell : cell.substring(0, space));
        return full == null ? cell : space < 0 ? full : full + ", " + cell.substring(space + 1);
    }

    /// The format of that name, if it is one that tables cannot express; otherwise `null`.
    Format special(String format, String argument) {
        return references.format(format, argument);
    }

    /// The name: `piv`.
    public String name() {
        return name;
    }

    /// Its instructions, in order.
    public List<InstructionRow> instructions() {
        return List.copyOf(instructions);
    }

    /// Its data objects, in order.
    public List<TagRow> tags() {
        return List.copyOf(tags);
    }

    /// Its files, in order.
    public List<FileRow> files() {
        return List.copyOf(files);
    }

    /// Its status words, in order.
    public List<StatusRow> statuses() {
        return List.copyOf(statuses);
    }

    /// Its map keys, in order.
    public List<KeyRow> keys() {
        return List.copyOf(keys);
    }

    /// The named enumeration of this family, or of ISO/IEC 7816.
    ///
    /// @throws IllegalStateException if there is none
    public ValueSet values(String set) {
        return defined(values.get(set), "enumeration", set, Family::values);
    }

    /// The named bit field of this family, or of ISO/IEC 7816.
    ///
    /// @throws IllegalStateException if there is none
    public BitSetTable bits(String set) {
        return defined(bits.get(set), "bit field", set, Family::bits);
    }

    /// The named structure of this family, or of ISO/IEC 7816.
    ///
    /// @throws IllegalStateException if there is none
    public Structure structure(String wanted) {
        return defined(structures.get(wanted), "structure", wanted, Family::structure);
    }

    private <T> T defined(T own, String kind, String wanted, BiFunction<Family, String, T> look) {
        if (own != null) {
            return own;
        }
        int colon = wanted.indexOf(':');
        if (colon > 0) {
            return look.apply(references.family(wanted.substring(0, colon)), wanted.substring(colon + 1));
        }
        if (name.equals("iso")) {
            throw new IllegalStateException("there is no " + kind + " " + wanted);
        }
        return look.apply(references.family("iso"), wanted);
    }

    /// Every enumeration of this family by its name.
    public Map<String, ValueSet> ownValues() {
        return Map.copyOf(values);
    }

    /// Every bit field of this family by its name.
    public Map<String, BitSetTable> ownBits() {
        return Map.copyOf(bits);
    }

    /// Every structure of this family by its name.
    public Map<String, Structure> ownStructures() {
        return Map.copyOf(structures);
    }
}
