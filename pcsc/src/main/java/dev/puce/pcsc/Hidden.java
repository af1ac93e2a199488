package dev.puce.pcsc;

import dev.puce.iso7816.Printable;
import java.util.Objects;
import java.util.Optional;

/// The end of a byte string that redaction took away, because it holds a PIN, a key or a cryptogram.
///
/// The bytes themselves are gone: no view and no file can bring them back. What is left is at most their shape, one
/// character for each byte:
///
/// | character | byte |
/// |---|---|
/// | `d` | an ASCII digit |
/// | `a` | an ASCII letter |
/// | `x` | any other |
/// | `F` `0` `_` | padding: FF, 00 or a space, in an unbroken row up to the end |
///
/// @param shape the kind of each byte; empty where even the number of bytes is hidden
public record Hidden(Optional<String> shape) {
    /// Bytes and their number are hidden.
    public static final Hidden ENTIRELY = new Hidden(Optional.empty());

    public Hidden {
        Objects.requireNonNull(shape);
    }

    /// The number of bytes hidden and their kinds are known.
    public static Hidden ofShape(String shape) {
        return new Hidden(Optional.of(shape));
    }

    /// `[hidden]`, or the shape: `[ddddFFFF]`.
    @Override
    public String toString() {
        return "[" + Printable.of(shape.orElse("hidden")) + "]";
    }
}
