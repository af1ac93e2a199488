package dev.puce.diagnose;

import java.util.List;
import java.util.Optional;

/// The result of `puce doctor` for one backend.
///
/// @param backend     the way, as `Pcsc.open` takes it
/// @param description description of the service; empty if there is no connection
/// @param readers     the readers found
/// @param failure     why it does not work; empty if it does
/// @param advice      the remedy
public record BackendCheck(
        String backend,
        Optional<String> description,
        List<FoundReader> readers,
        Optional<String> failure,
        Optional<String> advice) {

    /// A reader that the backend reported.
    ///
    /// @param card whether a card is in it
    public record FoundReader(String name, boolean card) {
        @Override
        public String toString() {
            return name + ", " + (card ? "card" : "empty");
        }
    }

    public static BackendCheck failed(
            String backend, Optional<String> description, String failure, Optional<String> advice) {
        return new BackendCheck(backend, description, List.of(), Optional.of(failure), advice);
    }

    public boolean works() {
        return failure.isEmpty();
    }
}
