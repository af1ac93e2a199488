package dev.puce.decode.dictionary;

/// The meanings of the bits that are set: in a tree `1C00 (cardholder verification, ...)`, in a line without
/// the hex.
final class BitsFormat implements TextFormat {
    private final String name;
    private final Family family;
    private BitSetTable table;

    BitsFormat(String name, Family family) {
        this.name = name;
        this.family = family;
    }

    @Override
    public String text(View bytes, DictionaryScope scope) {
        if (table == null) {
            table = family.bits(name);
        }
        return table.text(bytes);
    }

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.wants(field)) {
            return;
        }
        String text = text(bytes, scope);
        String hex = bytes.hex();
        if (text.isEmpty()) {
            out.leaf(field, hex, bytes);
        } else {
            out.leaf(field, out.isTree() ? hex + " (" + text + ")" : text, bytes);
        }
    }
}
