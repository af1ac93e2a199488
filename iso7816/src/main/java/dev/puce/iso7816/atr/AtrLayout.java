package dev.puce.iso7816.atr;

import java.util.Arrays;

/// Where the parts of an ATR lie: the one place that follows the presence bits of T0 and the TDs.
///
/// An object is reused from ATR to ATR and then allocates nothing, which is what statistics over millions of ATRs
/// need; everybody else uses [Atr]. Interface bytes are numbered from 0 in the order in which they come;
/// interface byte n has the offset `2 + n`. All offsets count from TS. Not thread-safe.
///
/// @see <a href="https://www.iso.org/standard/38770.html">ISO/IEC 7816-3:2006, 8.2</a>
public final class AtrLayout {
    /// A type number that stands for "no TD before": interface bytes of the first group.
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

    /// A layout that has read nothing yet.
    public AtrLayout() {}

    /// Reads the structure of an ATR. Every content is accepted, however short or long.
    ///
    /// @param array holds the ATR
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

    /// TCK is there if it is due and a byte is left for it; or if exactly one byte is left over that makes the
    /// sum right.
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

    /// Number of bytes of the whole ATR.
    public int length() {
        return length;
    }

    /// Number of interface bytes that are there.
    public int interfaceCount() {
        return interfaceCount;
    }

    /// Number of interface bytes that T0 or a TD promised but that are past the end.
    public int interfaceMissing() {
        return Integer.bitCount(missingPresence);
    }

    /// The group in which the ATR ends before all its interface bytes came, from 1; 0 if none is missing.
    public int missingGroup() {
        return missingGroup;
    }

    /// The bits (1 for TA, 2, 4, 8 for TD) of the interface bytes of [#missingGroup()] that were promised but are past
    /// the end.
    public int missingPresence() {
        return missingPresence;
    }

    /// Whether the interface byte of that letter (0 for TA to 3 for TD) is one of them.
    public boolean isMissing(int kind) {
        return (missingPresence & 1 << kind) != 0;
    }

    /// The i of TAi, TBi, TCi, TDi for interface byte n, from 1.
    public int group(int n) {
        return names[n] >> 2;
    }

    /// The letter of interface byte n: 0 for TA, 1 for TB, 2 for TC, 3 for TD.
    public int kind(int n) {
        return names[n] & 3;
    }

    /// T of the TD just before the group of interface byte n (0 to 15), or [#NO_TYPE] in the first group.
    public int type(int n) {
        return types[n];
    }

    /// Offset of the first historical byte.
    public int historicalStart() {
        return 2 + interfaceCount;
    }

    /// K of T0: number of historical bytes that the card promised (0 to 15).
    public int historicalDeclared() {
        return historicalDeclared;
    }

    /// Number of historical bytes that are there, at most K.
    public int historicalPresent() {
        return historicalPresent;
    }

    /// Whether some TD has a T other than 0, so that TCK must be sent (8.2.5).
    public boolean tckDue() {
        return tckDue;
    }

    /// Offset of TCK, or -1 if there is none.
    public int tck() {
        return tck;
    }

    /// Offset of the first byte after everything that the ATR consists of; the length if there is none.
    public int extra() {
        return extra;
    }
}
