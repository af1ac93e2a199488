package dev.puce.fleet;

import java.io.Serializable;

/// The result for some traces. Results add up to the result for all.
///
/// @param <P> its own type
interface PartialResult<P extends PartialResult<P>> extends Serializable {
    /// Adds another result to this one, and returns this one.
    P plus(P other);
}
