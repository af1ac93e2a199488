package dev.puce.cards.part10;

import java.util.Objects;

/// Format in which a reader inserts the entered digits into the command (`bmFormatString`, `bmPINBlockString`,
/// `bmPINLengthFormat`; PC/SC part 10, 2.5.2).
///
/// The command is a template: the reader leaves other bytes unchanged, so the template contains the padding.
///
/// @param encoding      encoding of a digit
/// @param justification side of the block at which the digits are placed
/// @param positionUnit  unit of `position`
/// @param position      start of the digits, counted from the first byte of the command's data, 0 to 15
/// @param size          size of the block in bytes, 0 to 15; 0: as long as the PIN
/// @param lengthBits    size of the field for the number of digits, in bits, 0 to 15; 0: none
/// @param lengthUnit    unit of `lengthPosition`
/// @param lengthPosition start of that field, 0 to 15
public record PinBlock(
        Encoding encoding,
        Justification justification,
        Unit positionUnit,
        int position,
        int size,
        int lengthBits,
        Unit lengthUnit,
        int lengthPosition) {
    /// Encoding of a digit.
    public enum Encoding {
        /// One byte with the digit's value.
        BINARY(0),
        /// Half a byte with the digit's value.
        BCD(1),
        /// One byte with the digit's ASCII character.
        ASCII(2);

        private final int number;

        Encoding(int number) {
            this.number = number;
        }
    }

    /// Side of the block at which the digits are placed.
    public enum Justification {
        LEFT(0),
        RIGHT(1);

        private final int bit;

        Justification(int bit) {
            this.bit = bit;
        }
    }

    /// Unit of a position.
    public enum Unit {
        BITS(0),
        BYTES(1);

        private final int bit;

        Unit(int bit) {
            this.bit = bit;
        }
    }

    public PinBlock {
        Objects.requireNonNull(encoding);
        Objects.requireNonNull(justification);
        Objects.requireNonNull(positionUnit);
        Objects.requireNonNull(lengthUnit);
        requireNibble("position", position);
        requireNibble("size", size);
        requireNibble("lengthBits", lengthBits);
        requireNibble("lengthPosition", lengthPosition);
    }

    /// ASCII characters from the first data byte on, the most common format.
    ///
    /// @param size size of the block in bytes; 0: as long as the PIN
    public static PinBlock ascii(int size) {
        return new PinBlock(Encoding.ASCII, Justification.LEFT, Unit.BYTES, 0, size, 0, Unit.BITS, 0);
    }

    /// BCD digits from the first data byte on.
    ///
    /// @param size size of the block in bytes; 0: as long as the PIN
    public static PinBlock bcd(int size) {
        return new PinBlock(Encoding.BCD, Justification.LEFT, Unit.BYTES, 0, size, 0, Unit.BITS, 0);
    }

    /// ISO 9564-1 format 2, as in EMV: the number of digits in the low half of the first byte, then BCD digits.
    /// The template's data are `20 FF FF FF FF FF FF FF`.
    public static PinBlock iso9564Format2() {
        return new PinBlock(Encoding.BCD, Justification.LEFT, Unit.BYTES, 1, 7, 4, Unit.BITS, 4);
    }

    /// Returns `bmFormatString`: unit, position, justification, encoding.
    int formatString() {
        return positionUnit.bit << 7 | position << 3 | justification.bit << 2 | encoding.number;
    }

    /// Returns `bmPINBlockString`: size of the length field, size of the block.
    int blockString() {
        return lengthBits << 4 | size;
    }

    /// Returns `bmPINLengthFormat`: unit and position of the length field.
    int lengthFormat() {
        return lengthUnit.bit << 4 | lengthPosition;
    }

    private static void requireNibble(String name, int value) {
        if (value < 0 || value > 15) {
            throw new IllegalArgumentException(name + " is " + value + ", outside 0 to 15");
        }
    }
}
