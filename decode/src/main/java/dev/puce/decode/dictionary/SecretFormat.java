package dev.puce.decode.dictionary;

/// A PIN, key or the like, which appears only if the user asks for secrets.
final class SecretFormat implements Format {
    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        out.secret(field, bytes);
    }
}
