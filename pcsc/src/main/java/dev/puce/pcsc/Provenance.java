package dev.puce.pcsc;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The statements of a log beside a call, and the inferences of puce from the log.
///
/// @param reader   name of the reader, where the log names it although the call's arguments do not
/// @param inferred the parts of the call that the log does not state
/// @param source   name of the trace, where several traces are shown together
public record Provenance(Optional<String> reader, Set<Inference> inferred, Optional<String> source) {
    /// The call was seen as it is: nothing is inferred, and its card handle leads to the reader.
    public static final Provenance DIRECT = new Provenance(Optional.empty(), Set.of());

    public Provenance {
        inferred = Set.copyOf(inferred);
    }

    /// The provenance of a call in the only trace.
    public Provenance(Optional<String> reader, Set<Inference> inferred) {
        this(reader, inferred, Optional.empty());
    }

    /// The provenance of a call whose log names the reader.
    public static Provenance ofReader(String reader) {
        return new Provenance(Optional.of(reader), Set.of());
    }

    /// The same provenance with one more inferred part.
    public Provenance with(Inference inference) {
        if (inferred.contains(inference)) {
            return this;
        }
        return new Provenance(
                reader,
                inferred.isEmpty()
                        ? Set.of(inference)
                        : Stream.concat(inferred.stream(), Stream.of(inference))
                                .collect(Collectors.toUnmodifiableSet()),
                source);
    }

    /// The same provenance in one of several traces.
    public Provenance in(String trace) {
        return new Provenance(reader, inferred, Optional.of(trace));
    }
}
