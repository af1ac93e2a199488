package dev.puce.atr.statistics;

import dev.puce.iso7816.Bytes;
import java.io.Serial;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.ObjLongConsumer;

/// Counts strings of 0 to 15 bytes without an object per string: two longs contain a string and its length.
/// `bench/atr/run.sh` measures it.
///
/// Exact up to [#MAX_DISTINCT] different strings. Further new strings are only summed up, so memory is bounded
/// for any number of ATRs.
final class HistoricalBytesCounter implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    /// Maximum number of different strings.
    static final int MAX_DISTINCT = 1 << 18;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// First eight bytes, then seven bytes and the length + 1 (0 marks a free slot), then the count.
    private long[] slots = new long[3 * 1024];

    private int distinct;
    private long others;

    /// Counts a string. Sixteen bytes must be readable from `from`.
    void add(byte[] array, int from, int length, long weight) {
        long first = length == 0 ? 0 : (long) LONGS.get(array, from) & (-1L << (8 * Math.max(0, 8 - length)));
        long second = length <= 8 ? 0 : (long) LONGS.get(array, from + 8) & (-1L << (8 * (16 - length)));
        add(first, second | (length + 1), weight);
    }

    private void add(long first, long second, long weight) {
        int slot = slot(first, second);
        if (slots[slot + 1] == 0) {
            if (distinct == MAX_DISTINCT) {
                others += weight;
                return;
            }
            slots[slot] = first;
            slots[slot + 1] = second;
            slots[slot + 2] = weight;
            if (++distinct * 2 > slots.length / 3) {
                grow();
            }
        } else {
            slots[slot + 2] += weight;
        }
    }

    private int slot(long first, long second) {
        int mask = slots.length / 3 - 1;
        long mixed = (first ^ Long.rotateLeft(second, 29)) * 0x9E3779B97F4A7C15L;
        int place = (int) (mixed >>> 32 ^ mixed) & mask;
        while (slots[3 * place + 1] != 0 && (slots[3 * place] != first || slots[3 * place + 1] != second)) {
            place = place + 1 & mask;
        }
        return 3 * place;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 3) {
            if (old[i + 1] != 0) {
                int slot = slot(old[i], old[i + 1]);
                System.arraycopy(old, i, slots, slot, 3);
            }
        }
    }

    /// Adds the counts of another counter.
    void addAll(HistoricalBytesCounter other) {
        for (int i = 0; i < other.slots.length; i += 3) {
            if (other.slots[i + 1] != 0) {
                add(other.slots[i], other.slots[i + 1], other.slots[i + 2]);
            }
        }
        others += other.others;
    }

    /// Returns the number of strings beyond [#MAX_DISTINCT].
    long others() {
        return others;
    }

    /// Passes every string with its count, in no particular order.
    void forEach(ObjLongConsumer<Bytes> consumer) {
        var bytes = new byte[16];
        for (int i = 0; i < slots.length; i += 3) {
            if (slots[i + 1] != 0) {
                LONGS.set(bytes, 0, slots[i]);
                LONGS.set(bytes, 8, slots[i + 1]);
                consumer.accept(Bytes.copyOf(bytes, 0, (int) (slots[i + 1] & 0xFF) - 1), slots[i + 2]);
            }
        }
    }
}
