package dev.puce.spy;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Message;
import java.util.List;

/// An event of a live trace. Redaction has removed the secrets from calls and command lines.
///
/// Times are nanoseconds of the monotonic clock since the start of the trace. The capture thread delivers events
/// in order of time; only [Incident] may come from any thread.
public sealed interface TraceEvent {
    /// A program has connected.
    record Opened(Caller caller, long nanos) implements TraceEvent {}

    /// A message between a program and the daemon is complete, or bytes were not understood.
    record Passed(Caller caller, Message message) implements TraceEvent {}

    /// A call is complete, or will never be.
    record Called(TracedCall call) implements TraceEvent {}

    /// Calls have not returned for at least a second. Repeated while they wait; an empty list means that none waits any
    /// more.
    ///
    /// @param calls the waiting calls
    record Waiting(List<WaitingCall> calls, long nanos) implements TraceEvent {
        public Waiting {
            calls = List.copyOf(calls);
        }
    }

    /// Something happened that neither messages nor calls show: a daemon ended, or calls were dropped.
    ///
    /// @param caller the program concerned; [Caller#UNKNOWN] for the trace as a whole
    /// @param text   the description
    record Incident(Caller caller, long nanos, String text) implements TraceEvent {}

    /// A connection has ended.
    record Closed(Caller caller, ConnectionEnd end, Message.Closed message) implements TraceEvent {}

    /// All events so far have been delivered. Listeners write what they have buffered.
    record CaughtUp() implements TraceEvent {}
}
