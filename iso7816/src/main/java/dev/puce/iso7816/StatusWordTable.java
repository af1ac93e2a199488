package dev.puce.iso7816;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The table of status words, loaded lazily from `status-words.tsv`.
final class StatusWordTable {
    /// @param bits   the fixed digits
    /// @param mask   1 for each fixed bit
    /// @param text   may contain `{n}`, the value of the free digits (two free digits 00 mean 256), and `{x}`,
    /// their hex
    /// @param source the specification
    record Row(int bits, int mask, String text, String source) {
        boolean matches(int value) {
            return (value & mask) == bits;
        }

        String meaning(int value) {
            int free = value & ~mask & 0xFFFF;
            boolean isLength = (mask & 0xFF) == 0;
            return text.replace("{n}", Integer.toString(isLength && free == 0 ? 256 : free))
                    .replace("{x}", "%02X".formatted(free));
        }
    }

    // Rows with fewer free digits come first, so the first match is the most specific.
    private static final List<Row> ROWS = Table.rows("status-words.tsv", 3).stream()
            .map(StatusWordTable::row)
            .sorted(Comparator.comparingInt(row -> -Integer.bitCount(row.mask())))
            .toList();

    private StatusWordTable() {}

    static Optional<Row> lookUp(int value) {
        return ROWS.stream().filter(row -> row.matches(value)).findFirst();
    }

    private static Row row(List<String> cells) {
        int bits = 0;
        int mask = 0;
        for (char c : cells.get(0).toCharArray()) {
            boolean free = c == 'X';
            bits = bits << 4 | (free ? 0 : Character.digit(c, 16));
            mask = mask << 4 | (free ? 0 : 0xF);
        }
        return new Row(bits, mask, cells.get(1), cells.get(2));
    }
}
