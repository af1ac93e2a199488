package dev.puce.decode.dictionary;

/// The label of a value.
///
/// @param id        tag or the like in hex; empty if there is none
/// @param name      name in words
/// @param highlight whether and how the value appears in the line of its exchange
public record Field(String id, String name, Highlight highlight) {
    /// Whether and how a value appears in the line of its exchange.
    public enum Highlight {
        /// Only in the tree.
        NONE,
        /// Its text alone.
        VALUE,
        /// Name and text.
        NAMED
    }

    /// A label without identifier that appears only in the tree.
    public static Field of(String name) {
        return new Field("", name, Highlight.NONE);
    }

    /// A label without identifier whose text appears in the line.
    public static Field shown(String name) {
        return new Field("", name, Highlight.VALUE);
    }

    /// A label without identifier that appears with its text in the line.
    public static Field named(String name) {
        return new Field("", name, Highlight.NAMED);
    }

    /// The same label with another name.
    public Field renamed(String other) {
        return new Field(id, other, highlight);
    }
}
