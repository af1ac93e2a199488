package dev.puce.decode.dictionary;

/// Bytes without further meaning.
final class HexFormat implements TextFormat {
    @Override
    public String text(View bytes, DictionaryScope scope) {
        return Texts.hex(bytes);
    }
}
