package dev.puce.decode.dictionary;

/// A format whose values are one text.
public interface TextFormat extends Format {
    /// The text; `null` if the bytes do not have this format.
    String text(View bytes, DictionaryScope scope);

    @Override
    default void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.wants(field)) {
            return;
        }
        String text = text(bytes, scope);
        if (text != null) {
            out.leaf(field, text, bytes);
        } else if (out.isTree()) {
            out.leaf(field, Texts.hex(bytes) + " (unexpected format)", bytes);
        }
    }
}
