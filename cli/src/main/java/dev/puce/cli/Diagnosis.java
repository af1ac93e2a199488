package dev.puce.cli;

import java.util.List;
import java.util.Optional;

/// What `puce doctor` found out about one way to PC/SC.
///
/// @param backend     the way, as `Pcsc.open` takes it
/// @param description what answers there; empty where nothing could be asked
/// @param readers     the readers found
/// @param failure     why it does not work; empty if it does
/// @param advice      what to do
record Diagnosis(
        String backend,
        Optional<String> description,
        List<FoundReader> readers,
        Optional<String> failure,
        Optional<String> advice) {

    /// @param card whether a card is in it
    record FoundReader(String name, boolean card) {
        @Override
        public String toString() {
            return name + ", " + (card ? "card" : "empty");
        }
    }

    static Diagnosis failed(String backend, Optional<String> description, String failure, Optional<String> advice) {
        return new Diagnosis(backend, description, List.of(), Optional.of(failure), advice);
    }

    boolean works() {
        return failure.isEmpty();
    }
}
