package dev.puce.decode.dictionary;

/// Reads BER-TLV objects in a row without complaint and without copies (ISO/IEC 7816-4:2020, 6.3).
public final class Tlv {
    private final View bytes;
    private int at;
    private int tag;
    private int first;
    private int tagAt;
    private int missing;
    private View value = View.EMPTY;

    /// Starts in front of the first object.
    public Tlv(View bytes) {
        this.bytes = bytes;
    }

    /// Moves to the next object and skips padding (00 and FF) before it.
    ///
    /// @return whether there is one; if not, [#rest] holds bytes that are not an object
    public boolean next() {
        while (at < bytes.length() && isPadding()) {
            at++;
        }
        return at < bytes.length() && read(true);
    }

    /// 00, or FF that does not start a tag of two bytes such as FF21.
    private boolean isPadding() {
        int first = bytes.u8(at);
        if (first != 0xFF) {
            return first == 0x00;
        }
        int next = bytes.u8(at + 1);
        return next == 0xFF || next < 0x1F || (at > 0 && bytes.u8(at - 1) == 0xFF);
    }

    /// Moves to the next object, whose tag has one byte.
    public boolean nextShort() {
        return at < bytes.length() && read(false);
    }

    private boolean read(boolean longTags) {
        tagAt = at;
        int position = at;
        first = bytes.u8(position++);
        tag = first;
        if (longTags && (first & 0x1F) == 0x1F) {
            int next;
            do {
                if (position >= bytes.length() || position - at >= 4) {
                    return false;
                }
                next = bytes.u8(position++);
                tag = tag << 8 | next;
            } while ((next & 0x80) != 0);
        }
        if (position >= bytes.length()) {
            return false;
        }
        int length = bytes.u8(position++);
        if (length >= 0x80) {
            int size = length - 0x80;
            if (size == 0 || size > 4 || position + size > bytes.length()) {
                return false;
            }
            long number = bytes.sub(position, position + size).number();
            if (number > Integer.MAX_VALUE / 2) {
                return false;
            }
            length = (int) number;
            position += size;
        }
        if (length > bytes.length() - position) {
            missing = length - (bytes.length() - position);
            value = bytes.sub(position);
            return false;
        }
        value = bytes.sub(position, position + length);
        at = position + length;
        return true;
    }

    /// Whether the bytes end within the value of an object whose tag and length are there. Then [#value] is
    /// what is there.
    public boolean isCut() {
        return missing > 0;
    }

    /// Number of bytes that a cut object lacks.
    public int missing() {
        return missing;
    }

    /// Tag of the current object, its bytes as one number.
    public int tag() {
        return tag;
    }

    /// Whether the value of the current object consists of data objects.
    public boolean isConstructed() {
        return (first & 0x20) != 0;
    }

    /// Value of the current object.
    public View value() {
        return value;
    }

    /// The whole current object.
    public View object() {
        return bytes.sub(tagAt, at);
    }

    /// Everything from the current position on.
    public View rest() {
        return bytes.sub(at);
    }

    /// Value of the first object with this tag in a row; empty if there is none.
    public static View find(View bytes, int tag) {
        var objects = new Tlv(bytes);
        while (objects.next()) {
            if (objects.tag() == tag) {
                return objects.value();
            }
        }
        return View.EMPTY;
    }

    /// Value of the object that a path of tags leads to; empty if there is none.
    public static View find(View bytes, int... path) {
        View found = bytes;
        for (int tag : path) {
            found = find(found, tag);
        }
        return found;
    }

    /// Value of the first object with this tag at any depth; `null` if there is none.
    public static View search(View bytes, int tag, int depth) {
        var objects = new Tlv(bytes);
        while (objects.next()) {
            if (objects.tag() == tag) {
                return objects.value();
            }
            if (objects.isConstructed() && depth > 0) {
                View found = search(objects.value(), tag, depth - 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /// Whether the bytes are objects and nothing else.
    public static boolean isWhole(View bytes) {
        var objects = new Tlv(bytes);
        boolean any = false;
        while (objects.next()) {
            any = true;
        }
        return any && objects.rest().isEmpty();
    }
}
