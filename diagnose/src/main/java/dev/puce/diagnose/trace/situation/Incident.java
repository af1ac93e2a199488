package dev.puce.diagnose.trace.situation;

import dev.puce.pcsc.TracedCall;

/// Something that a program did to a card, or learned of it.
///
/// @param program  the program
/// @param call     the call that did it, or reported it
/// @param position place in the order of time; larger is later
public record Incident(Program program, TracedCall call, long position) {
    /// Whether it happened after another incident.
    public boolean isAfter(Incident other) {
        return position > other.position;
    }
}
