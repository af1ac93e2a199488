package dev.puce.iso7816;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A BER-TLV data object: tag, length, value (ISO/IEC 7816-4:2020, 6.3). Only definite lengths are supported;
/// cards use no others.
///
/// @param tag   tag of the object
/// @param value the content; for a constructed object its [children][#children], concatenated
public record BerTlv(BerTag tag, Bytes value) {
    /// Creates a primitive or constructed object; the tag is written in hex.
    public static BerTlv of(String tag, Bytes value) {
        return new BerTlv(BerTag.hex(tag), value);
    }

    /// Creates an object from its children.
    ///
    /// @param tag in hex, of a constructed object
    public static BerTlv of(String tag, BerTlv... children) {
        return new BerTlv(BerTag.hex(tag), encodeAll(Arrays.asList(children)));
    }

    /// Reads a sequence of objects. Bytes 00 and FF before, between and after them are padding (ISO/IEC
    /// 7816-4:2020, 6.3).
    ///
    /// @throws MalformedDataException if a tag, length or value is cut off, or a length has a form that cards do
    /// not use
    public static List<BerTlv> readAll(Bytes bytes) throws MalformedDataException {
        var objects = new ArrayList<BerTlv>();
        int at = skipPadding(bytes, 0);
        while (at < bytes.length()) {
            BerTag tag = BerTag.read(bytes, at);
            int lengthAt = at + tag.length();
            int valueAt = lengthAt + sizeOfLength(bytes, lengthAt);
            int length = readLength(bytes, lengthAt);
            if (length > bytes.length() - valueAt) {
                throw new MalformedDataException(
                        "%s announces %d bytes, but only %d follow".formatted(tag, length, bytes.length() - valueAt),
                        lengthAt);
            }
            objects.add(new BerTlv(tag, bytes.slice(valueAt, valueAt + length)));
            at = skipPadding(bytes, valueAt + length);
        }
        return List.copyOf(objects);
    }

    /// Reads a sequence of objects; empty if the bytes are malformed or contain no object.
    public static Optional<List<BerTlv>> tryReadAll(Bytes bytes) {
        try {
            return Optional.of(readAll(bytes)).filter(objects -> !objects.isEmpty());
        } catch (MalformedDataException _) {
            return Optional.empty();
        }
    }

    /// Encodes a sequence of objects.
    public static Bytes encodeAll(List<BerTlv> objects) {
        Bytes all = Bytes.EMPTY;
        for (BerTlv object : objects) {
            all = all.plus(object.encode());
        }
        return all;
    }

    private static int skipPadding(Bytes bytes, int from) {
        int at = from;
        while (at < bytes.length() && (bytes.get(at) == 0x00 || bytes.get(at) == 0xFF)) {
            at++;
        }
        return at;
    }

    private static int sizeOfLength(Bytes bytes, int at) throws MalformedDataException {
        if (at >= bytes.length()) {
            throw new MalformedDataException("the length is missing", at);
        }
        int first = bytes.get(at);
        if (first == 0x80 || first > 0x84) {
            throw new MalformedDataException(
                    "the length starts with %02X, which cards do not use".formatted(first), at);
        }
        int size = first < 0x80 ? 1 : first - 0x80 + 1;
        if (at + size > bytes.length()) {
            throw new MalformedDataException("the length of " + size + " bytes is cut off", at);
        }
        return size;
    }

    private static int readLength(Bytes bytes, int at) throws MalformedDataException {
        int first = bytes.get(at);
        if (first < 0x80) {
            return first;
        }
        long length = 0;
        for (int i = 1; i <= first - 0x80; i++) {
            length = length << 8 | bytes.get(at + i);
        }
        if (length > Integer.MAX_VALUE) {
            throw new MalformedDataException("the length " + length + " is too large", at);
        }
        return (int) length;
    }

    /// Returns the objects that this one contains; empty if it is primitive.
    ///
    /// @throws MalformedDataException if it is constructed and its value does not consist of objects; the offset
    /// counts from the start of the value
    public List<BerTlv> children() throws MalformedDataException {
        return tag.isConstructed() ? readAll(value) : List.of();
    }

    /// Returns the first descendant with that tag, depth first. Malformed parts are skipped.
    ///
    /// @param wanted in hex
    public Optional<BerTlv> find(String wanted) {
        return find(tag.isConstructed() ? tryReadAll(value).orElse(List.of()) : List.of(), BerTag.hex(wanted));
    }

    private static Optional<BerTlv> find(List<BerTlv> objects, BerTag wanted) {
        for (BerTlv object : objects) {
            var found = object.tag.equals(wanted) ? Optional.of(object) : object.find(wanted.toString());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Encodes tag, length in the fewest bytes, and value.
    public Bytes encode() {
        return tag.encode().plus(encodeLength(value.length())).plus(value);
    }

    private static Bytes encodeLength(int length) {
        if (length < 0x80) {
            return Bytes.of(length);
        }
        int size = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
        var bytes = new byte[1 + size];
        bytes[0] = (byte) (0x80 + size);
        for (int i = 1; i <= size; i++) {
            bytes[i] = (byte) (length >>> (8 * (size - i)));
        }
        return Bytes.of(bytes);
    }

    /// Describes the object and its descendants with names, one per line.
    ///
    ///     6F file control information (FCI)
    ///       84 DF name: A0 00 00 03 08 00 00 10 00
    public String describe() {
        return TlvDescription.of(this);
    }

    /// The bytes in hex.
    @Override
    public String toString() {
        return encode().toString();
    }
}
