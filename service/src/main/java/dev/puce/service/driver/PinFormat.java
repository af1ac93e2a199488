package dev.puce.service.driver;

import dev.puce.iso7816.Bytes;
import java.util.Arrays;

/// Position and encoding of PIN digits in a command APDU (PC/SC part 10, 2.5.1: `bmFormatString` and related
/// fields).
///
/// @param formatString `bmFormatString`.
///   Bit 7: unit of the position (0 bits, 1 bytes). Bits 6 to 3: position in the data field.
///   Bit 2: justification (0 left, 1 right). Bits 1 and 0: encoding (0 binary, 1 BCD, 2 ASCII).
/// @param blockString `bmPINBlockString`.
///   Bits 7 to 4: size of the PIN's length in bits. Bits 3 to 0: size of the PIN block in bytes; 0: as long as the PIN.
/// @param lengthFormat `bmPINLengthFormat`.
///   Bit 4: unit of the position (0 bits, 1 bytes). Bits 3 to 0: position of the PIN's length in the data field.
record PinFormat(int formatString, int blockString, int lengthFormat) {
    private static final int HEADER = 4;
    private static final int BCD = 1;
    private static final int ASCII = 2;

    /// Inserts the PIN into the command. Lc grows with the data field.
    ///
    /// @param template header, Lc and data field of the command; or only the header
    /// @param offset   bytes of the data field before the origin of the position
    Bytes insert(Bytes template, int offset, String digits) {
        int bitsPerDigit = (formatString & 0x03) == BCD ? 4 : 8;
        int pinBits = digits.length() * bitsPerDigit;
        int blockBits = Math.max((blockString & 0x0F) * 8, pinBits);
        int start = offset * 8 + position((formatString >> 3) & 0x0F, (formatString & 0x80) != 0);
        boolean right = (formatString & 0x04) != 0;

        byte[] data = template.length() > HEADER + 1 ? template.from(HEADER + 1).toArray() : new byte[0];
        int needed = (start + blockBits + 7) / 8;
        if (needed > data.length) {
            int oldLength = data.length;
            data = Arrays.copyOf(data, needed);
            Arrays.fill(data, oldLength, needed, (byte) 0xFF);
        }
        int position = right ? start + blockBits - pinBits : start;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            int coded = (formatString & 0x03) == ASCII ? '0' + digit : digit;
            putBits(data, position + i * bitsPerDigit, bitsPerDigit, coded);
        }
        int lengthBits = blockString >> 4;
        if (lengthBits > 0) {
            int lengthPosition = offset * 8 + position(lengthFormat & 0x0F, (lengthFormat & 0x10) != 0);
            if (lengthPosition + lengthBits <= data.length * 8) {
                putBits(data, lengthPosition, lengthBits, digits.length());
            }
        }
        return template.slice(0, HEADER).plus(Bytes.of(data.length)).plus(Bytes.of(data));
    }

    private static int position(int number, boolean inBytes) {
        return inBytes ? number * 8 : number;
    }

    /// Writes bits. Position 0 is the most significant bit of the first byte.
    private static void putBits(byte[] data, int position, int count, int value) {
        for (int i = 0; i < count; i++) {
            int bit = (value >> (count - 1 - i)) & 1;
            int mask = 0x80 >> (position + i) % 8;
            int index = (position + i) / 8;
            data[index] = (byte) (bit == 1 ? data[index] | mask : data[index] & ~mask);
        }
    }
}
