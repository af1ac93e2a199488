package dev.puce.atr.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Finds the patterns that match an ATR without testing all of them: plain ATRs by hash, patterns of fixed width
/// by length, the few others by their first bytes. `AtrBenchmark` measures it.
final class AtrIndex {
    private static final HexFormat SPACED_HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    /// A fixed-width pattern with its entry number.
    private record Wildcard(int entry, AtrPattern.FixedWidth pattern) {}

    private record Regex(int entry, AtrPattern.Expression pattern) {}

    /// Hash table with open addressing: entry number + 1, or 0 for a free slot.
    private final int[] slots;

    private final byte[][] literals;
    private final Wildcard[][] wildcardsByLength;
    private final Regex[] regexes;

    AtrIndex(List<AtrPattern> patterns) {
        literals = new byte[patterns.size()][];
        slots = new int[Integer.highestOneBit(Math.max(16, patterns.size())) * 4];
        var wildcards = new ArrayList<List<Wildcard>>();
        var expressions = new ArrayList<Regex>();
        for (int entry = 0; entry < patterns.size(); entry++) {
            switch (patterns.get(entry)) {
                case AtrPattern.Literal literal -> addLiteral(entry, literal.bytes());
                case AtrPattern.FixedWidth fixed -> {
                    while (wildcards.size() <= fixed.mask().length) {
                        wildcards.add(new ArrayList<>());
                    }
                    wildcards.get(fixed.mask().length).add(new Wildcard(entry, fixed));
                }
                case AtrPattern.Expression expression -> expressions.add(new Regex(entry, expression));
                case AtrPattern.Invalid _ -> {}
            }
        }
        wildcardsByLength =
                wildcards.stream().map(list -> list.toArray(Wildcard[]::new)).toArray(Wildcard[][]::new);
        regexes = expressions.toArray(Regex[]::new);
    }

    private void addLiteral(int entry, byte[] bytes) {
        literals[entry] = bytes;
        int slot = hash(bytes) & slots.length - 1;
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = entry + 1;
    }

    /// Returns the hash of an ATR. [PreparedIndex] stores it in files, so a change needs another magic number.
    static int hash(byte[] bytes) {
        int hash = Arrays.hashCode(bytes) * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    /// Returns the numbers of the matching entries, ascending.
    Matches find(byte[] atr) {
        var matches = new Matches();
        for (int slot = hash(atr) & slots.length - 1; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            if (Arrays.equals(literals[slots[slot] - 1], atr)) {
                matches.add(slots[slot] - 1);
            }
        }
        if (atr.length < wildcardsByLength.length) {
            for (Wildcard wildcard : wildcardsByLength[atr.length]) {
                if (wildcard.pattern().matchesSameLength(atr)) {
                    matches.add(wildcard.entry());
                }
            }
        }
        LimitedText text = null;
        for (Regex regex : regexes) {
            byte[] prefix = regex.pattern().prefix();
            if (prefix.length <= atr.length && Arrays.equals(prefix, 0, prefix.length, atr, 0, prefix.length)) {
                text = text == null ? new LimitedText(SPACED_HEX.formatHex(atr)) : text;
                if (regex.pattern().matchesText(text)) {
                    matches.add(regex.entry());
                }
            }
        }
        return matches;
    }

    /// A short ascending list of entry numbers.
    static final class Matches {
        private int[] entries = new int[4];
        private int count;

        private void add(int entry) {
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, 2 * count);
            }
            int at = count++;
            for (; at > 0 && entries[at - 1] > entry; at--) {
                entries[at] = entries[at - 1];
            }
            entries[at] = entry;
        }

        int count() {
            return count;
        }

        int get(int i) {
            return entries[i];
        }
    }
}
