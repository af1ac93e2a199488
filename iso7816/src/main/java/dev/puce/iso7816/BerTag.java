package dev.puce.iso7816;

import java.util.Optional;

/// The tag of a BER-TLV data object, at most 4 bytes (ISO/IEC 7816-4:2020, 6.3.2; ISO/IEC 8825-1, 8.1.2).
///
/// @param value the tag's bytes as one unsigned number, first byte highest: `0x5F2D`
public record BerTag(int value) {
    /// Bits 8 and 7 of the first byte.
    public enum TagClass {
        UNIVERSAL,
        APPLICATION,
        CONTEXT_SPECIFIC,
        PRIVATE
    }

    /// Parses a tag written in hex: `5F2D`.
    ///
    /// @throws IllegalArgumentException if the text is not hex, or not exactly one tag
    public static BerTag hex(String text) {
        Bytes bytes = Bytes.hex(text);
        try {
            BerTag tag = read(bytes, 0);
            if (tag.length() == bytes.length()) {
                return tag;
            }
        } catch (MalformedDataException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a tag: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("\"" + text + "\" is more than one tag");
    }

    /// Reads the tag that starts at `offset`.
    ///
    /// @throws MalformedDataException if it is cut off or longer than 4 bytes
    static BerTag read(Bytes bytes, int offset) throws MalformedDataException {
        int at = offset;
        if (at >= bytes.length()) {
            throw new MalformedDataException("a tag is missing", at);
        }
        int value = bytes.get(at++);
        if ((value & 0x1F) == 0x1F) {
            int next;
            do {
                if (at >= bytes.length()) {
                    throw new MalformedDataException("tag %X is cut off".formatted(value), at);
                }
                if (at - offset == 4) {
                    throw new MalformedDataException("the tag has more than 4 bytes", offset);
                }
                next = bytes.get(at++);
                value = value << 8 | next;
            } while ((next & 0x80) != 0);
        }
        return new BerTag(value);
    }

    /// Number of bytes, 1 to 4.
    public int length() {
        return value >>> 24 != 0 ? 4 : value >>> 16 != 0 ? 3 : value >>> 8 != 0 ? 2 : 1;
    }

    /// Returns whether the value consists of data objects (bit 6 of the first byte).
    public boolean isConstructed() {
        return (first() & 0x20) != 0;
    }

    /// Bits 8 and 7 of the first byte.
    public TagClass tagClass() {
        return TagClass.values()[first() >> 6];
    }

    /// Returns the name of the data object, independent of its context; empty if unknown.
    public Optional<String> name() {
        return TagNames.lookUp(null, this);
    }

    /// Returns the name of the data object inside another one. A tag can have another meaning there.
    public Optional<String> nameIn(BerTag parent) {
        return TagNames.lookUp(parent, this);
    }

    /// The tag's bytes.
    public Bytes encode() {
        var bytes = new byte[length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value >>> (8 * (bytes.length - 1 - i)));
        }
        return Bytes.of(bytes);
    }

    private int first() {
        return (value >>> (8 * (length() - 1))) & 0xFF;
    }

    /// The bytes in hex without spaces.
    @Override
    public String toString() {
        return encode().toHex();
    }
}
