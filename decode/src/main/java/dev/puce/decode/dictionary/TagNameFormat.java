package dev.puce.decode.dictionary;

/// The name of one tag, such as the one in P1-P2: `PIN try counter`; hex if it has none.
final class TagNameFormat implements TextFormat {
    private final String parent;

    TagNameFormat(String parent) {
        this.parent = parent.isEmpty() ? "*" : parent;
    }

    @Override
    public String text(View bytes, DictionaryScope scope) {
        if (bytes.isEmpty() || bytes.length() > 4) {
            return bytes.hex();
        }
        int tag = (int) bytes.number();
        var row = scope.dictionary().tags(parent).row(tag);
        boolean known = row != null && !row.name().isEmpty();
        return known
                ? row.name()
                : bytes.length() == 2 && tag < 0x100 ? bytes.sub(1).hex() : bytes.hex();
    }
}
