package dev.puce.spy.live;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.WaitingCall;
import java.util.List;
import java.util.Optional;

/// The calls that wait at present, with the programs that hold the card.
final class Waits {
    private final CardHolders holders = new CardHolders();
    private List<WaitingCall> waiting = List.of();

    /// Takes the calls that have waited for long.
    ///
    /// @return an event for the views; empty if no call waits, and none did
    Optional<TraceEvent.Waiting> update(List<TracedCall> calls, long nanos) {
        boolean did = !waiting.isEmpty();
        waiting = calls.stream().map(this::withHolder).toList();
        return did || !waiting.isEmpty() ? Optional.of(new TraceEvent.Waiting(waiting, nanos)) : Optional.empty();
    }

    private WaitingCall withHolder(TracedCall call) {
        String reader = holders.readerOf(call.call());
        return new WaitingCall(
                call.caller(), call.call(), call.startNanos(), reader, holders.holder(reader, call.caller()));
    }

    /// Takes a call that has ended.
    ///
    /// @return a line about its wait, if it waited for another program
    Optional<String> ended(TracedCall call, long nanos) {
        Optional<String> line = call.call() instanceof Call.GetStatusChange
                ? Optional.empty()
                : waiting.stream()
                        .filter(wait -> wait.startNanos() == call.startNanos()
                                && wait.caller().connection() == call.caller().connection())
                        .findFirst()
                        .flatMap(wait ->
                                wait.holder().map(holder -> WaitText.ended(wait, holder, duration(call, nanos))));
        holders.observe(call);
        return line;
    }

    private static long duration(TracedCall call, long nanos) {
        return call.outcome().map(TracedCall.Outcome::durationNanos).orElse(nanos - call.startNanos());
    }

    /// Removes a connection to the daemon.
    void closed(int connection) {
        holders.closed(connection);
    }
}
