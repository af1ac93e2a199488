package dev.puce.pcsc;

import dev.puce.iso7816.Printable;
import java.util.Objects;
import java.util.Optional;

/// The part of a byte string that redaction removed because it contains a PIN, a key or a cryptogram: the end of a
/// command, or the data of a response.
///
/// The bytes are not kept: no view or file can show them. At most their shape is kept, one character for each
/// byte:
///
/// | character | byte |
/// |---|---|
/// | `d` | an ASCII digit |
/// | `a` | an ASCII letter |
/// | `x` | another byte |
/// | `F` `0` `_` | padding: a run of FF, 00 or spaces at the end |
///
/// @param shape     the kind of each byte; empty if the number of bytes is hidden too
/// @param structure the structure of the bytes in words: tags and lengths, algorithms
public record Hidden(Optional<String> shape, Optional<String> structure) {
    /// The bytes and their number are hidden.
    public static final Hidden ENTIRELY = new Hidden(Optional.empty());

    public Hidden {
        Objects.requireNonNull(shape);
        Objects.requireNonNull(structure);
    }

    /// Hides the bytes, and says nothing about their structure.
    public Hidden(Optional<String> shape) {
        this(shape, Optional.empty());
    }

    /// Hides the bytes but keeps their number and kinds.
    public static Hidden ofShape(String shape) {
        return new Hidden(Optional.of(shape));
    }

    /// Returns `[hidden]`, the structure, or the shape: `[ddddFFFF]`.
    @Override
    public String toString() {
        return "[" + Printable.of(structure.or(() -> shape).orElse("hidden")) + "]";
    }
}
