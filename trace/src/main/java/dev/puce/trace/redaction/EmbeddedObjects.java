package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.function.ObjIntConsumer;

/// Data objects in BER-TLV, read from bytes that may be cut (ISO/IEC 7816-4:2020, 6.3).
final class EmbeddedObjects {
    private static final int DEEPEST = 4;

    private EmbeddedObjects() {}

    /// Whether the data of a command have an object with a tag at the top level. Yubico's management puts the length
    /// of all objects in front of them.
    static boolean contains(Bytes command, int tag) {
        int from = Frame.dataAt(command);
        int data = command.length() - from;
        boolean isCounted = data > 0 && command.get(from) >= data - 1;
        return contains(command, from, tag) || (isCounted && contains(command, from + 1, tag));
    }

    private static boolean contains(Bytes bytes, int from, int tag) {
        var found = new boolean[1];
        forEach(bytes, from, (seen, _, _) -> found[0] |= seen == tag);
        return found[0];
    }

    /// Whether the bytes have an object with a tag at the top level or inside constructed objects.
    static boolean containsInside(Bytes bytes, int tag) {
        return containsInside(bytes, tag, DEEPEST);
    }

    private static boolean containsInside(Bytes bytes, int tag, int levels) {
        var found = new boolean[1];
        forEach(bytes, 0, (seen, value, _) -> {
            boolean isIn = levels > 0 && isConstructed(seen) && containsInside(value, tag, levels - 1);
            found[0] |= seen == tag || isIn;
        });
        return found[0];
    }

    private static boolean isConstructed(int tag) {
        int first = tag;
        while (first > 0xFF) {
            first >>>= 8;
        }
        return (first & 0x20) != 0;
    }

    /// Receives an object: its tag, its value as far as it is there, and the number of bytes that are missing.
    @FunctionalInterface
    private interface Visitor {
        void object(int tag, Bytes value, int missing);
    }

    /// Calls back with the value of each object, nested ones included, or with what there is of it, and with the number
    /// of its bytes that are missing.
    static void values(Bytes bytes, ObjIntConsumer<Bytes> values) {
        values(bytes, values, DEEPEST);
    }

    private static void values(Bytes bytes, ObjIntConsumer<Bytes> values, int levels) {
        forEach(bytes, 0, (_, value, missing) -> {
            values.accept(value, missing);
            if (levels > 0) {
                values(value, values, levels - 1);
            }
        });
    }

    private static void forEach(Bytes bytes, int from, Visitor visitor) {
        int at = from;
        while (at + 1 < bytes.length()) {
            int tag = bytes.get(at++);
            if ((tag & 0x1F) == 0x1F) {
                int next;
                do {
                    next = at < bytes.length() ? bytes.get(at) : 0;
                    tag = tag << 8 | next;
                    at++;
                } while ((next & 0x80) != 0 && at < bytes.length());
            }
            if (at >= bytes.length()) {
                return;
            }
            int length = bytes.get(at++);
            if (length > 0x80 && length <= 0x83) {
                int count = length - 0x80;
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | (at < bytes.length() ? bytes.get(at) : 0);
                    at++;
                }
            }
            int end = Math.min(bytes.length(), at + length);
            visitor.object(tag, bytes.slice(Math.min(at, end), end), at + length - end);
            at = end;
        }
    }

    /// Whether the bytes are one whole object of the card application toolkit, as SIMs get in ENVELOPE.
    static boolean isToolkit(Bytes data) {
        if (data.length() < 3 || data.get(0) < 0xD0 || data.get(0) > 0xE7) {
            return false;
        }
        int length = data.get(1);
        return length == 0x81 ? data.get(2) == data.length() - 3 : length == data.length() - 2;
    }
}
