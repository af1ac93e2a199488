package dev.puce.iso7816.atr;

import java.util.Arrays;

/// Locates the parts of an ATR. Only this class interprets the presence bits of T0 and the TDs.
///
/// Statistics over millions of ATRs reuse one object, which then allocates nothing (`bench/atr/run.sh` measures
/// it). Other code uses [Atr]. Interface bytes are numbered from 0 in the order of transmission; interface byte n
/// has the offset `2 + n`. All offsets count from TS. Not thread-safe.
///
/// @see <a href="https://www.iso.org/standard/38770.html">ISO/IEC 7816-3:2006, 8.2</a>
public final class AtrLayout {
    /// A type number that means "no TD before": interface bytes of the first group.
    public static final int NO_TYPE = -1;

    private int length;
    private int interfaceCount;
    private int missingGroup;
    private int missingPresence;
    private int[] names = new int[32];
    private byte[] types = new byte[32];
    private int historicalDeclared;
    private int historicalPresent;
    private boolean tckDue;
    private int tck;
    private int extra;

    /// Creates an empty layout.
    public AtrLayout() {}

    /// Reads the structure of an ATR. Any content and length is accepted.
    ///
    /// @param array contains the ATR
    /// @param from  offset of TS in the array
    /// @param size  number of bytes of the ATR
    public void read(byte[] array, int from, int size) {
        length = size;
        interfaceCount = 0;
        missingGroup = 0;
        missingPresence = 0;
        tckDue = false;
        int t0 = size > 1 ? array[from + 1] : 0;
        int presence = t0 >> 4 & 0xF;
        int type = NO_TYPE;
        int at = 2;
        for (int group = 1; presence != 0; group++) {
            int next = 0;
            int nextType = type;
            for (int kind = 0; kind < 4; kind++) {
                if ((presence & 1 << kind) == 0) {
                    continue;
                }
                if (at >= size) {
                    missingGroup = group;
                    missingPresence |= 1 << kind;
                    continue;
                }
                add(group << 2 | kind, type);
                if (kind == 3) {
                    next = array[from + at] >> 4 & 0xF;
                    nextType = array[from + at] & 0xF;
                    tckDue |= nextType != 0;
                }
                at++;
            }
            presence = next;
            type = nextType;
        }
        historicalDeclared = t0 & 0xF;
        historicalPresent = Math.max(0, Math.min(historicalDeclared, size - at));
        placeTail(array, from, Math.min(size, at + historicalPresent));
    }

    private void add(int name, int type) {
        if (interfaceCount == names.length) {
            names = Arrays.copyOf(names, 2 * names.length);
            types = Arrays.copyOf(types, 2 * types.length);
        }
        names[interfaceCount] = name;
        types[interfaceCount] = (byte) type;
        interfaceCount++;
    }

    /// TCK is present if it is required and a byte is left for it. It is also present if exactly one byte is left
    /// and makes the checksum correct.
    private void placeTail(byte[] array, int from, int end) {
        int left = length - end;
        tck = -1;
        if (left > 0 && (tckDue || (left == 1 && xor(array, from, length) == 0))) {
            tck = end;
        }
        extra = tck < 0 ? end : end + 1;
    }

    private static int xor(byte[] array, int from, int size) {
        int sum = 0;
        for (int i = 1; i < size; i++) {
            sum ^= array[from + i];
        }
        return sum & 0xFF;
    }

    /// Returns the number of bytes of the whole ATR.
    public int length() {
        return length;
    }

    /// Returns the number of interface bytes that are present.
    public int interfaceCount() {
        return interfaceCount;
    }

    /// Returns the number of interface bytes that T0 or a TD announces but that are past the end.
    public int interfaceMissing() {
        return Integer.bitCount(missingPresence);
    }

    /// Returns the group whose interface bytes are incomplete, from 1; 0 if none is missing.
    public int missingGroup() {
        return missingGroup;
    }

    /// Returns the presence bits (1 for TA, 2, 4, 8 for TD) of the announced interface bytes of [#missingGroup()]
    /// that are past the end.
    public int missingPresence() {
        return missingPresence;
    }

    /// Returns whether the interface byte of that letter (0 for TA to 3 for TD) is among [#missingPresence()].
    public boolean isMissing(int kind) {
        return (missingPresence & 1 << kind) != 0;
    }

    /// Returns the i of TAi, TBi, TCi, TDi for interface byte n, from 1.
    public int group(int n) {
        return names[n] >> 2;
    }

    /// Returns the letter of interface byte n: 0 for TA, 1 for TB, 2 for TC, 3 for TD.
    public int kind(int n) {
        return names[n] & 3;
    }

    /// Returns the T of the TD just before the group of interface byte n (0 to 15), or [#NO_TYPE] in the first
    /// group.
    public int type(int n) {
        return types[n];
    }

    /// Returns the offset of the first historical byte.
    public int historicalStart() {
        return 2 + interfaceCount;
    }

    /// Returns K of T0: the announced number of historical bytes (0 to 15).
    public int historicalDeclared() {
        return historicalDeclared;
    }

    /// Returns the number of historical bytes that are present, at most K.
    public int historicalPresent() {
        return historicalPresent;
    }

    /// Returns whether a TD has a T other than 0, so that TCK is required (8.2.5).
    public boolean tckDue() {
        return tckDue;
    }

    /// Returns the offset of TCK, or -1 if there is none.
    public int tck() {
        return tck;
    }

    /// Returns the offset of the first byte after the end of the ATR; the length if there is none.
    public int extra() {
        return extra;
    }
}
