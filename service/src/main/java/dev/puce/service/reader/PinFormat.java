package dev.puce.service.reader;

import dev.puce.iso7816.Bytes;
import java.util.Arrays;

/// How digits become part of a command APDU (PC/SC part 10, 2.5.1: `bmFormatString` and its companions).
///
/// @param formatString `bmFormatString`: bit 7 unit of the position (0 bits, 1 bytes), bits 6 to 3 position in the data
///                     field, bit 2 justification (0 left, 1 right), bits 1 and 0 coding (0 binary, 1 BCD, 2 ASCII)
/// @param blockString  `bmPINBlockString`: bits 7 to 4 size of the PIN's length in bits, bits 3 to 0 size of the block
///                     that holds the PIN in bytes; 0: as long as the PIN
/// @param lengthFormat `bmPINLengthFormat`: bit 4 unit of the position (0 bits, 1 bytes), bits 3 to 0 position of the
///                     PIN's length in the data field
record PinFormat(int formatString, int blockString, int lengthFormat) {
    private static final int HEADER = 4;
    private static final int BCD = 1;
    private static final int ASCII = 2;

    /// The command with the PIN in it. Lc follows the data field if that grows.
    ///
    /// @param template header, Lc and data field of the command; or the header alone
    /// @param offset   bytes of the data field that the position counts from
    Bytes insert(Bytes template, int offset, String digits) {
        int bitsPerDigit = (formatString & 0x03) == BCD ? 4 : 8;
        int pinBits = digits.length() * bitsPerDigit;
        int blockBits = Math.max((blockString & 0x0F) * 8, pinBits);
        int start = offset * 8 + position((formatString >> 3) & 0x0F, (formatString & 0x80) != 0);
        boolean right = (formatString & 0x04) != 0;

        byte[] data = template.length() > HEADER + 1 ? template.from(HEADER + 1).toArray() : new byte[0];
        int needed = (start + blockBits + 7) / 8;
        if (needed > data.length) {
            int before = data.length;
            data = Arrays.copyOf(data, needed);
            Arrays.fill(data, before, needed, (byte) 0xFF);
        }
        int at = right ? start + blockBits - pinBits : start;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            int coded = (formatString & 0x03) == ASCII ? '0' + digit : digit;
            putBits(data, at + i * bitsPerDigit, bitsPerDigit, coded);
        }
        int lengthBits = blockString >> 4;
        if (lengthBits > 0) {
            int lengthAt = offset * 8 + position(lengthFormat & 0x0F, (lengthFormat & 0x10) != 0);
            if (lengthAt + lengthBits <= data.length * 8) {
                putBits(data, lengthAt, lengthBits, digits.length());
            }
        }
        return template.slice(0, HEADER).plus(Bytes.of(data.length)).plus(Bytes.of(data));
    }

    private static int position(int number, boolean inBytes) {
        return inBytes ? number * 8 : number;
    }

    /// Bit 0 is the most significant of the first byte.
    private static void putBits(byte[] data, int at, int count, int value) {
        for (int i = 0; i < count; i++) {
            int bit = (value >> (count - 1 - i)) & 1;
            int mask = 0x80 >> (at + i) % 8;
            int index = (at + i) / 8;
            data[index] = (byte) (bit == 1 ? data[index] | mask : data[index] & ~mask);
        }
    }
}
