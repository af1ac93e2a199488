package dev.puce.decode.dictionary;

import java.util.Locale;

/// Data objects in a row, named by the objects that an application knows within the enclosing one.
public final class TlvFormat implements Format {
    /// How tags and lengths are written.
    public enum Syntax {
        /// BER-TLV of ISO/IEC 7816-4.
        BER,
        /// Tags of one byte, even where BER would read more.
        ONE_BYTE_TAG,
        /// Comprehension-TLV of ETSI TS 101 220: bit 8 of the tag says that the receiver must understand it.
        COMPREHENSION
    }

    /// Objects whose enclosing object is not known.
    static final TlvFormat UNKNOWN = new TlvFormat("?", Syntax.BER);

    private static final int TREE_LIMIT = 100_000;

    private final String parent;
    private final Syntax syntax;

    /// @param parent tag of the enclosing object in hex or the name of a structure; empty for the tag of the
    ///               field
    public TlvFormat(String parent, Syntax syntax) {
        this.parent = parent;
        this.syntax = syntax;
    }

    /// Whether bytes without a declared format are data objects: they fill the bytes, and the first one has a tag
    /// with one meaning everywhere or contains objects.
    static boolean isEvident(View bytes, DictionaryScope scope) {
        var objects = new Tlv(bytes);
        if (bytes.u8(0) == 0 || bytes.u8(0) == 0xFF || !objects.next() || !Tlv.isWhole(bytes)) {
            return false;
        }
        return scope.dictionary().tags("*").row(objects.tag()) != null
                || (objects.isConstructed() && Tlv.isWhole(objects.value()));
    }

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isDeep() || bytes.length() > TREE_LIMIT) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        objects(parent.isEmpty() ? field.id() : parent, syntax, bytes, scope, out);
        out.close();
    }

    /// Writes the objects without an enclosing node.
    public static void objects(String parent, Syntax syntax, View bytes, DictionaryScope scope, Out out) {
        var tags = scope.dictionary().tags(parent);
        var objects = new Tlv(bytes);
        while (!out.isFull() && (syntax == Syntax.BER ? objects.next() : objects.nextShort())) {
            var row = tags.row(syntax == Syntax.COMPREHENSION ? objects.tag() & 0x7F : objects.tag());
            if (row != null) {
                row.format().write(objects.value(), scope, out);
            } else if (objects.isConstructed() && syntax == Syntax.BER) {
                var unknown = new Field(id(objects.tag()), "", Field.Highlight.NONE);
                if (Tlv.isWhole(objects.value())) {
                    UNKNOWN.nested(unknown, objects.value(), scope, out);
                } else {
                    out.hex(unknown, objects.value());
                }
            } else if (out.isTree()) {
                var unknown = new Field(id(objects.tag()), "", Field.Highlight.NONE);
                out.hex(unknown, objects.value());
            }
        }
        if (out.isTree() && objects.isCut()) {
            var row = tags.row(objects.tag());
            out.open(Field.of("incomplete object"), Texts.bytes(objects.missing()) + " missing", objects.value());
            if (row != null) {
                row.format().write(objects.value(), scope, out);
            } else {
                out.hex(new Field(id(objects.tag()), "", Field.Highlight.NONE), objects.value());
            }
            out.close();
        } else if (out.isTree() && !objects.rest().isEmpty()) {
            out.leaf(Field.of("not a data object"), Texts.hex(objects.rest()), objects.rest());
        }
    }

    private void nested(Field field, View bytes, DictionaryScope scope, Out out) {
        if (out.isDeep()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        objects(field.id(), syntax, bytes, scope, out);
        out.close();
    }

    static String id(int tag) {
        String hex = Integer.toHexString(tag).toUpperCase(Locale.ROOT);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }
}
