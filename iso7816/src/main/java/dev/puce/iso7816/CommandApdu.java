package dev.puce.iso7816;

import java.util.Optional;

/// A command to a card (ISO/IEC 7816-3:2006, 12.1; ISO/IEC 7816-4:2020, 5.2).
///
///     case   data   response  bytes
///     1      no     no        CLA INS P1 P2
///     2S     no     to 256    CLA INS P1 P2 Le
///     3S     to 255 no        CLA INS P1 P2 Lc data
///     4S     to 255 to 256    CLA INS P1 P2 Lc data Le
///     2E     no     to 65536  CLA INS P1 P2 00 Le Le
///     3E     to 65535 no      CLA INS P1 P2 00 Lc Lc data
///     4E     to 65535 to 65536  CLA INS P1 P2 00 Lc Lc data Le Le
///
/// @param cla     class byte, 0 to 255; see [#classByte]
/// @param ins     instruction byte, 0 to 255
/// @param p1      first parameter, 0 to 255
/// @param p2      second parameter, 0 to 255
/// @param data    data for the card (Nc bytes), 0 to 65535
/// @param ne      maximum length of the response data (Ne), 0 to 65536; 0: no response data expected, no Le sent
/// @param lengths how Lc and Le are written
public record CommandApdu(int cla, int ins, int p1, int p2, Bytes data, int ne, Lengths lengths) {
    /// How the length fields Lc and Le are written.
    public enum Lengths {
        /// One byte each; Le 00 means 256.
        SHORT,
        /// Lc has three bytes, the first of them 00. Le has two (three without Lc). Le 0000 means 65536.
        EXTENDED
    }

    /// The fields that a command has, as in the table above.
    public enum Case {
        CASE_1("1"),
        CASE_2_SHORT("2S"),
        CASE_3_SHORT("3S"),
        CASE_4_SHORT("4S"),
        CASE_2_EXTENDED("2E"),
        CASE_3_EXTENDED("3E"),
        CASE_4_EXTENDED("4E");

        private final String symbol;

        Case(String symbol) {
            this.symbol = symbol;
        }

        /// Returns the usual notation: `1`, `2S`, `4E`.
        @Override
        public String toString() {
            return symbol;
        }
    }

    /// Ne of a short Le 00.
    public static final int MAX_SHORT_NE = 256;
    /// Ne of an extended Le 0000.
    public static final int MAX_EXTENDED_NE = 65536;

    private static final int HEADER = 4;

    public CommandApdu {
        requireByte("CLA", cla);
        requireByte("INS", ins);
        requireByte("P1", p1);
        requireByte("P2", p2);
        boolean extended = lengths == Lengths.EXTENDED;
        requireLength("Nc", data.length(), extended ? 65535 : 255);
        requireLength("Ne", ne, extended ? MAX_EXTENDED_NE : MAX_SHORT_NE);
        if (extended && data.isEmpty() && ne == 0) {
            lengths = Lengths.SHORT; // case 1 has no length fields and therefore one encoding
        }
    }

    /// Creates a command with short lengths if they suffice, otherwise with extended lengths.
    public static CommandApdu of(int cla, int ins, int p1, int p2, Bytes data, int ne) {
        boolean isShort = data.length() <= 255 && ne <= MAX_SHORT_NE;
        return new CommandApdu(cla, ins, p1, p2, data, ne, isShort ? Lengths.SHORT : Lengths.EXTENDED);
    }

    /// Creates a command without data and response data (case 1).
    public static CommandApdu of(int cla, int ins, int p1, int p2) {
        return of(cla, ins, p1, p2, Bytes.EMPTY, 0);
    }

    /// Creates a command without response data (case 3).
    public static CommandApdu of(int cla, int ins, int p1, int p2, Bytes data) {
        return of(cla, ins, p1, p2, data, 0);
    }

    /// Creates a command without data (case 2).
    ///
    /// @param ne maximum length of the response data, 0 to 65536
    public static CommandApdu of(int cla, int ins, int p1, int p2, int ne) {
        return of(cla, ins, p1, p2, Bytes.EMPTY, ne);
    }

    /// Reads a command.
    ///
    /// @throws MalformedDataException if the length fields contradict the number of bytes
    public static CommandApdu parse(Bytes bytes) throws MalformedDataException {
        int length = bytes.length();
        if (length < HEADER) {
            throw new MalformedDataException("a command has at least 4 bytes, not " + length, length);
        }
        if (length == HEADER) {
            return command(bytes, Bytes.EMPTY, 0, Lengths.SHORT);
        }
        int first = bytes.get(HEADER);
        if (length == HEADER + 1) {
            return command(bytes, Bytes.EMPTY, first == 0 ? MAX_SHORT_NE : first, Lengths.SHORT);
        }
        return first == 0 ? parseExtended(bytes) : parseShort(bytes, first);
    }

    /// Reads a command; empty if the length fields contradict the number of bytes.
    public static Optional<CommandApdu> tryParse(Bytes bytes) {
        try {
            return Optional.of(parse(bytes));
        } catch (MalformedDataException _) {
            return Optional.empty();
        }
    }

    private static CommandApdu parseShort(Bytes bytes, int nc) throws MalformedDataException {
        int end = HEADER + 1 + nc;
        requireEnd(bytes, nc, end, 1);
        int ne = 0;
        if (bytes.length() > end) {
            int le = bytes.get(end);
            ne = le == 0 ? MAX_SHORT_NE : le;
        }
        return command(bytes, bytes.slice(HEADER + 1, end), ne, Lengths.SHORT);
    }

    private static CommandApdu parseExtended(Bytes bytes) throws MalformedDataException {
        if (bytes.length() < HEADER + 3) {
            throw new MalformedDataException("the extended length (00, then 2 bytes) is cut off", HEADER);
        }
        int value = bytes.get(HEADER + 1) << 8 | bytes.get(HEADER + 2);
        if (bytes.length() == HEADER + 3) {
            return command(bytes, Bytes.EMPTY, value == 0 ? MAX_EXTENDED_NE : value, Lengths.EXTENDED);
        }
        if (value == 0) {
            throw new MalformedDataException("the extended Lc is 0, but bytes follow", HEADER);
        }
        int end = HEADER + 3 + value;
        requireEnd(bytes, value, end, 2);
        int ne = 0;
        if (bytes.length() > end) {
            int le = bytes.get(end) << 8 | bytes.get(end + 1);
            ne = le == 0 ? MAX_EXTENDED_NE : le;
        }
        return command(bytes, bytes.slice(HEADER + 3, end), ne, Lengths.EXTENDED);
    }

    private static void requireEnd(Bytes bytes, int nc, int end, int sizeOfLe) throws MalformedDataException {
        int length = bytes.length();
        if (length < end) {
            throw new MalformedDataException(
                    "Lc announces " + nc + " bytes of data, but " + (end - length) + " of them are missing", length);
        }
        if (length != end && length != end + sizeOfLe) {
            throw new MalformedDataException((length - end) + " bytes follow the data, but Le has " + sizeOfLe, end);
        }
    }

    private static CommandApdu command(Bytes header, Bytes data, int ne, Lengths lengths) {
        return new CommandApdu(header.get(0), header.get(1), header.get(2), header.get(3), data, ne, lengths);
    }

    /// Encodes the command as it is sent to the card.
    public Bytes encode() {
        boolean extended = lengths == Lengths.EXTENDED;
        Bytes header = Bytes.of(cla, ins, p1, p2);
        Bytes lc = Bytes.EMPTY;
        if (!data.isEmpty()) {
            lc = extended ? Bytes.of(0, data.length() >> 8, data.length()) : Bytes.of(data.length());
        }
        Bytes le = Bytes.EMPTY;
        if (ne > 0) {
            if (!extended) {
                le = Bytes.of(ne);
            } else {
                le = data.isEmpty() ? Bytes.of(0, ne >> 8, ne) : Bytes.of(ne >> 8, ne);
            }
        }
        return header.plus(lc).plus(data).plus(le);
    }

    /// Returns the case: the fields that the command has.
    public Case apduCase() {
        boolean extended = lengths == Lengths.EXTENDED;
        if (data.isEmpty()) {
            if (ne == 0) {
                return Case.CASE_1;
            }
            return extended ? Case.CASE_2_EXTENDED : Case.CASE_2_SHORT;
        }
        if (ne == 0) {
            return extended ? Case.CASE_3_EXTENDED : Case.CASE_3_SHORT;
        }
        return extended ? Case.CASE_4_EXTENDED : Case.CASE_4_SHORT;
    }

    /// Returns the class byte: logical channel, chaining, secure messaging.
    public ClassByte classByte() {
        return new ClassByte(cla);
    }

    /// Returns P1 and P2 as one number, P1 as the high byte.
    public int p1p2() {
        return p1 << 8 | p2;
    }

    /// Returns the same command with another class byte.
    public CommandApdu withClass(ClassByte other) {
        return new CommandApdu(other.value(), ins, p1, p2, data, ne, lengths);
    }

    /// Returns the same command with other data.
    public CommandApdu withData(Bytes other) {
        boolean isShort = lengths == Lengths.SHORT && other.length() <= 255;
        return new CommandApdu(cla, ins, p1, p2, other, ne, isShort ? Lengths.SHORT : Lengths.EXTENDED);
    }

    /// Returns the same command with another Ne.
    public CommandApdu withNe(int other) {
        boolean isShort = lengths == Lengths.SHORT && other <= MAX_SHORT_NE;
        return new CommandApdu(cla, ins, p1, p2, data, other, isShort ? Lengths.SHORT : Lengths.EXTENDED);
    }

    private static void requireByte(String name, int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(name + " is " + value + ", outside 0 to 255");
        }
    }

    private static void requireLength(String name, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", outside 0 to " + max);
        }
    }

    /// The bytes in hex.
    @Override
    public String toString() {
        return encode().toString();
    }
}
