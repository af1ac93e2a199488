package dev.puce.trace.source;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Provenance;

/// Where a line of a log comes from. Parsers make one for each thread or connection and use it again.
///
/// @param key        pairs a command with its answer: a thread, a connection, a handle, or one constant for the file
/// @param caller     the program, as far as the log names it
/// @param provenance the reader if the log names it, and what the parser inferred
public record Origin(Object key, Caller caller, Provenance provenance) {
    /// The origin in a log that names neither program nor thread nor reader.
    public static final Origin UNKNOWN = of(Caller.UNKNOWN);

    /// The origin of which only the caller is known; it is the key too.
    public static Origin of(Caller caller) {
        return new Origin(caller, caller, Provenance.DIRECT);
    }

    /// The same origin at a reader.
    public Origin at(String reader) {
        return new Origin(key, caller, Provenance.ofReader(reader));
    }

    /// The same origin with a part that the parser inferred.
    public Origin inferred(Inference inference) {
        return new Origin(key, caller, provenance.with(inference));
    }
}
