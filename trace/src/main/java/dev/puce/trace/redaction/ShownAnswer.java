package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Hidden;
import java.util.Optional;

/// A response as redaction leaves it.
///
/// @param visible the whole response, or only its status word if the data are hidden
/// @param hidden  the removed data; empty if nothing was removed
public record ShownAnswer(Bytes visible, Optional<Hidden> hidden) {
    /// All bytes are visible.
    static ShownAnswer all(Bytes bytes) {
        return new ShownAnswer(bytes, Optional.empty());
    }

    /// The hidden data, then the visible bytes: `[hidden] 90 00`.
    @Override
    public String toString() {
        return hidden.map(data -> data + (visible.isEmpty() ? "" : " ")).orElse("") + visible;
    }
}
