package dev.puce.decode.dictionary;

/// A label and the format of its value.
///
/// @param field  the label
/// @param format the format
/// @param text   whether the format writes one text and no components
public record FieldFormat(Field field, Format format, boolean text) {
    /// Reads the format cell of a table: `!` in front of it makes the value appear in lines, `!!` with its
    /// name.
    static FieldFormat of(String spec, String id, String name, Family family) {
        var highlight = Field.Highlight.NONE;
        String rest = spec;
        if (rest.startsWith("!!")) {
            highlight = Field.Highlight.NAMED;
            rest = rest.substring(2);
        } else if (rest.startsWith("!")) {
            highlight = Field.Highlight.VALUE;
            rest = rest.substring(1);
        }
        Format format = Formats.parse(rest, family);
        return new FieldFormat(new Field(id, name, highlight), format, format instanceof TextFormat);
    }

    /// The same format for the one object that a command asked for: its value appears in the line without its name.
    FieldFormat requested() {
        var other = highlight(field.highlight());
        return other == field.highlight()
                ? this
                : new FieldFormat(new Field(field.id(), field.name(), other), format, text);
    }

    private Field.Highlight highlight(Field.Highlight own) {
        return switch (own) {
            case NAMED -> Field.Highlight.VALUE;
            case VALUE -> own;
            case NONE -> text && !(format instanceof HexFormat) ? Field.Highlight.VALUE : own;
        };
    }

    /// Whether the whole value is a secret.
    public boolean isSecret() {
        return format instanceof SecretFormat;
    }

    /// Writes a value.
    public void write(View bytes, DictionaryScope scope, Out out) {
        if (!text || out.wants(field)) {
            format.write(field, bytes, scope, out);
        }
    }
}
