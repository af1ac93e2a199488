package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Hidden;
import java.util.Optional;

/// A command as redaction leaves it.
///
/// @param visible the visible bytes, from the first one on
/// @param hidden  the removed rest; empty if nothing was removed
public record Shown(Bytes visible, Optional<Hidden> hidden) {
    /// All bytes are visible.
    static Shown all(Bytes bytes) {
        return new Shown(bytes, Optional.empty());
    }

    /// The visible bytes, then the hidden rest: `00 20 00 80 [hidden]`.
    @Override
    public String toString() {
        return visible
                + hidden.map(rest -> (visible.isEmpty() ? "" : " ") + rest).orElse("");
    }
}
