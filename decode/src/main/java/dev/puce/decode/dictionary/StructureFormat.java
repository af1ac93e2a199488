package dev.puce.decode.dictionary;

/// Fixed fields in a row, once or repeated to the end of the bytes.
final class StructureFormat implements Format {
    private final String name;
    private final Family family;
    private final boolean repeated;
    private Structure structure;

    StructureFormat(String name, Family family, boolean repeated) {
        this.name = name;
        this.family = family;
        this.repeated = repeated;
    }

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (structure == null) {
            structure = family.structure(name);
        }
        if (out.isDeep()) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, "", bytes);
        if (!repeated) {
            structure.write(bytes, scope, out, true);
        } else if (structure.rows().size() == 1) {
            int at = 0;
            while (at < bytes.length() && !out.isFull()) {
                int read = structure.write(bytes.sub(at), scope, out, false);
                at += Math.max(1, read);
            }
        } else {
            int at = 0;
            for (int i = 1; at < bytes.length() && !out.isFull(); i++) {
                int read = structure.write(bytes.sub(at), scope, Out.line(), false);
                out.open(Field.of(Integer.toString(i)), "", bytes.sub(at, at + Math.max(1, read)));
                structure.write(bytes.sub(at), scope, out, false);
                out.close();
                at += Math.max(1, read);
            }
        }
        out.close();
    }
}
