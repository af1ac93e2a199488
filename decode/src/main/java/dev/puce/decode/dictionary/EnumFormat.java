package dev.puce.decode.dictionary;

/// The name of a value: in a tree `3DES (03)`, in a line `3DES`.
final class EnumFormat implements TextFormat {
    private final String name;
    private final Family family;
    private ValueSet set;

    EnumFormat(String name, Family family) {
        this.name = name;
        this.family = family;
    }

    private ValueSet set() {
        if (set == null) {
            set = family.values(name);
        }
        return set;
    }

    @Override
    public String text(View bytes, DictionaryScope scope) {
        String text = bytes.length() <= 8 ? set().name(bytes.number()) : null;
        return text == null ? bytes.hex() : text;
    }

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.wants(field)) {
            return;
        }
        String text = text(bytes, scope);
        String hex = bytes.hex();
        out.leaf(field, out.isTree() && !text.equals(hex) ? text + " (" + hex + ")" : text, bytes);
    }
}
