package dev.puce.atr.list;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A card list in a binary form that identifies an ATR without parsing the list. `CardListLoadBenchmark` measures it.
///
/// The form, with big-endian numbers:
///
///     header      long magic, long CRC-32 of the rest
///     identity    text of the list's path, long size, long time of modification
///     slots       int count, then an int per slot of a hash table of the plain ATRs: offset of a record, or 0
///     wildcards   int count, then per pattern: int offset of its record, int length of the ATR (0: any),
///                 int length of the prefix, prefix
///     records     in file order: int line, text of the pattern, int count of descriptions, their texts
///
/// A text is an int length and UTF-8. Offsets count from the start. Decoding uses no lambdas and no record methods,
/// because their first use in a JVM takes longer than the work itself.
final class PreparedIndex {
    private static final long MAGIC = 0x70756365_61747231L; // "puceatr1"
    private static final int HEADER = 16;
    private static final HexFormat SPACED_HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    /// Identity of a list file. A list is unchanged if path, size and time are unchanged.
    ///
    /// @param path     absolute path
    /// @param size     size in bytes
    /// @param modified time of modification, in nanoseconds since 1970
    record Identity(String path, long size, long modified) {}

    private final ByteBuffer content;
    private final int slots;
    private final int slotsAt;

    private PreparedIndex(ByteBuffer content) {
        this.content = content;
        this.slots = content.getInt();
        this.slotsAt = content.position();
    }

    /// Encodes a list.
    static byte[] encode(Identity identity, List<CardListEntry> entries, List<AtrPattern> patterns) {
        byte[] path = identity.path().getBytes(StandardCharsets.UTF_8);
        int slots = Integer.highestOneBit(Math.max(16, entries.size())) * 4;
        var table = new int[slots];
        int[] offsets = offsets(entries, HEADER + 4 + path.length + 16 + 4 + 4 * slots + wildcardsSize(patterns));
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i) instanceof AtrPattern.Literal literal) {
                int slot = AtrIndex.hash(literal.bytes()) & slots - 1;
                while (table[slot] != 0) {
                    slot = slot + 1 & slots - 1;
                }
                table[slot] = offsets[i];
            }
        }
        ByteBuffer out = ByteBuffer.allocate(offsets[entries.size()]);
        out.putLong(MAGIC).putLong(0);
        out.putInt(path.length).put(path).putLong(identity.size()).putLong(identity.modified());
        out.putInt(slots);
        out.asIntBuffer().put(table);
        out.position(out.position() + 4 * slots);
        out.putInt((int) patterns.stream().filter(PreparedIndex::isWildcard).count());
        for (int i = 0; i < patterns.size(); i++) {
            if (isWildcard(patterns.get(i))) {
                byte[] prefix = prefix(patterns.get(i));
                out.putInt(offsets[i]).putInt(length(patterns.get(i)));
                out.putInt(prefix.length).put(prefix);
            }
        }
        entries.forEach(entry -> write(entry, out));
        return out.putLong(8, checksum(out.array())).array();
    }

    /// Returns the offset of every record, and the end of the last one.
    private static int[] offsets(List<CardListEntry> entries, int start) {
        var offsets = new int[entries.size() + 1];
        offsets[0] = start;
        for (int i = 0; i < entries.size(); i++) {
            int size = 12 + bytes(entries.get(i).pattern()).length;
            for (String description : entries.get(i).descriptions()) {
                size += 4 + bytes(description).length;
            }
            offsets[i + 1] = offsets[i] + size;
        }
        return offsets;
    }

    private static int wildcardsSize(List<AtrPattern> patterns) {
        return 4
                + patterns.stream()
                        .filter(PreparedIndex::isWildcard)
                        .mapToInt(pattern -> 12 + prefix(pattern).length)
                        .sum();
    }

    private static boolean isWildcard(AtrPattern pattern) {
        return pattern instanceof AtrPattern.FixedWidth || pattern instanceof AtrPattern.Expression;
    }

    private static byte[] prefix(AtrPattern pattern) {
        return pattern instanceof AtrPattern.Expression expression ? expression.prefix() : new byte[0];
    }

    private static int length(AtrPattern pattern) {
        return pattern instanceof AtrPattern.FixedWidth fixed ? fixed.mask().length : 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(CardListEntry entry, ByteBuffer out) {
        byte[] pattern = bytes(entry.pattern());
        out.putInt(entry.line()).putInt(pattern.length).put(pattern);
        out.putInt(entry.descriptions().size());
        for (String description : entry.descriptions()) {
            byte[] text = bytes(description);
            out.putInt(text.length).put(text);
        }
    }

    private static long checksum(byte[] content) {
        var crc = new CRC32();
        crc.update(content, HEADER, content.length - HEADER);
        return crc.getValue();
    }

    /// Opens an encoded list; empty if it is damaged or belongs to another list.
    static Optional<PreparedIndex> of(byte[] encoded, Identity identity) {
        ByteBuffer content = ByteBuffer.wrap(encoded);
        if (encoded.length < HEADER || content.getLong() != MAGIC || content.getLong() != checksum(encoded)) {
            return Optional.empty();
        }
        boolean isSame = text(content).equals(identity.path())
                && content.getLong() == identity.size()
                && content.getLong() == identity.modified();
        return isSame ? Optional.of(new PreparedIndex(content)) : Optional.empty();
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Returns the entries whose pattern matches the ATR, in file order.
    List<CardListEntry> identify(byte[] atr) {
        var offsets = new ArrayList<Integer>();
        int first = AtrIndex.hash(atr);
        for (int i = 0; i < slots && offset(first + i & slots - 1) != 0; i++) {
            int slot = first + i & slots - 1;
            if (AtrPattern.compile(entry(offset(slot)).pattern()) instanceof AtrPattern.Literal literal
                    && Arrays.equals(literal.bytes(), atr)) {
                offsets.add(offset(slot));
            }
        }
        addWildcards(atr, offsets);
        Collections.sort(offsets);
        var entries = new ArrayList<CardListEntry>(offsets.size());
        for (int offset : offsets) {
            entries.add(entry(offset));
        }
        return List.copyOf(entries);
    }

    private int offset(int slot) {
        return content.getInt(slotsAt + 4 * slot);
    }

    private void addWildcards(byte[] atr, List<Integer> offsets) {
        var text = new LimitedText(SPACED_HEX.formatHex(atr));
        ByteBuffer in = content.duplicate().position(slotsAt + 4 * slots);
        for (int left = in.getInt(); left > 0; left--) {
            int offset = in.getInt();
            int length = in.getInt();
            var prefix = new byte[in.getInt()];
            in.get(prefix);
            boolean candidate = (length == 0 || length == atr.length)
                    && prefix.length <= atr.length
                    && Arrays.equals(prefix, 0, prefix.length, atr, 0, prefix.length);
            if (candidate && AtrPattern.compile(entry(offset).pattern()).matches(atr, text)) {
                offsets.add(offset);
            }
        }
    }

    private CardListEntry entry(int offset) {
        ByteBuffer in = content.duplicate().position(offset);
        int line = in.getInt();
        String pattern = text(in);
        var descriptions = new ArrayList<String>();
        for (int left = in.getInt(); left > 0; left--) {
            descriptions.add(text(in));
        }
        return new CardListEntry(line, pattern, descriptions);
    }
}
