package dev.puce.trace.source;

import dev.puce.iso7816.Bytes;
import java.util.Arrays;

/// Bytes that a log writes over several lines: 16 a line, three characters each, with the same bytes as text behind.
///
/// The text may look like hex. The dump takes no more bytes than the log announces.
public final class HexDump {
    private static final int PER_LINE = 16;
    private static final int MOST_BYTES = 1 << 17;

    private final byte[] bytes;
    private int count;

    /// A dump of so many bytes; none if there are more than 131,072.
    public HexDump(int announced) {
        bytes = new byte[announced < 0 || announced > MOST_BYTES ? 0 : announced];
    }

    /// Takes the next line.
    ///
    /// @return whether the line has all bytes that belong on it
    public boolean take(String line) {
        int wanted = Math.min(PER_LINE, bytes.length - count);
        if (line.length() < 3 * wanted - 1) {
            return false;
        }
        var found = HexText.bytes(line.substring(0, 3 * wanted - 1));
        if (found.isEmpty() || found.get().length() != wanted) {
            return false;
        }
        found.get().copyTo(bytes, count);
        count += wanted;
        return true;
    }

    /// Whether all announced bytes were found.
    public boolean isComplete() {
        return count == bytes.length;
    }

    /// The bytes so far.
    public Bytes bytes() {
        return Bytes.of(Arrays.copyOf(bytes, count));
    }
}
