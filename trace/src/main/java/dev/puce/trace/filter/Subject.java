package dev.puce.trace.filter;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;
import java.util.Optional;
import java.util.OptionalLong;

/// The subject of an expression: the values of one call.
public interface Subject {
    /// A call and its context.
    static Subject of(TracedCall call, Observation seen) {
        return new CallSubject(call, seen);
    }

    /// The value of a field. A field with several values has each on a line.
    Optional<String> text(TextField field);

    /// The value of a field.
    OptionalLong number(NumberField field);

    /// Whether the call has a property.
    boolean is(Flag flag);

    /// Bytes that went in, of any function.
    Optional<Bytes> sent();

    /// Bytes that came out, of any function.
    Optional<Bytes> received();
}
