package dev.puce.decode.dictionary;

/// Writes the meaning of bytes.
@FunctionalInterface
public interface Format {
    /// Writes one value, with its components if it has any.
    void write(Field field, View bytes, DictionaryScope scope, Out out);
}
