package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reconstructs the calls of one connection.
///
/// The last pending call is the program's current one. There are others only if a program, unlike libpcsclite,
/// sends requests without waiting for answers.
final class ConnectionAssembler {
    /// Limit of the pending calls. A program that sends more requests without reading answers loses the oldest.
    private static final int MAX_PENDING = 256;

    private final long openedNanos;
    private final Consumer<PendingCall.Finished> out;
    private final List<PendingCall> pending = new ArrayList<>();
    private final Map<Integer, String> readerOfCard = new HashMap<>();

    private long context;
    private boolean established;
    private boolean hasSent;

    ConnectionAssembler(long openedNanos, Consumer<PendingCall.Finished> out) {
        this.openedNanos = openedNanos;
        this.out = out;
    }

    void message(Message message) {
        switch (message) {
            case Message.Asked asked -> ask(asked);
            case Message.Answered answered -> answer(answered);
            case Message.Notified notified -> notify(notified);
            case Message.NotUnderstood lost -> notUnderstood(lost);
            case Message.Closed _ -> {}
        }
    }

    /// Delivers calls that could continue, but have not continued for longer than libpcsclite waits.
    void settle(long nanos) {
        if (pending.isEmpty() || nanos - pending.getLast().lastNanos() <= PendingCall.RETRY_LATEST_NANOS) {
            return;
        }
        if (pending.getLast().isBlocked()) {
            pending.getLast().pass(nanos);
            pending.getLast().takeEarlier().forEach(out);
        } else {
            pending.getLast().finish().forEach(out);
            pending.removeLast();
        }
    }

    /// Returns the program's current call without an outcome, if it waits.
    Optional<PendingCall.Finished> waiting() {
        return pending.isEmpty() || !pending.getLast().isWaiting()
                ? Optional.empty()
                : Optional.of(pending.getLast().interrupt(Optional.empty(), 0));
    }

    /// Ends the connection and its calls.
    void close(ClosedBy closedBy, long nanos) {
        boolean interrupted = pending.stream().anyMatch(PendingCall::isBlocked);
        for (PendingCall call : pending) {
            if (call.isBlocked()) {
                call.pass(nanos);
                call.takeEarlier().forEach(out);
                out.accept(call.interrupt(closedBy.seenByProgram(), nanos));
            } else {
                call.finish().forEach(out);
            }
        }
        pending.clear();
        if (established && closedBy == ClosedBy.CLIENT) {
            String left = readerOfCard.isEmpty() ? "" : ", with a card still connected";
            report(nanos, "connection closed", "the program ended without SCardReleaseContext" + left);
        } else if (established && closedBy != ClosedBy.OBSERVER && !interrupted) {
            report(nanos, "connection lost", "the daemon closed the connection of a program with a context");
        }
    }

    private void ask(Message.Asked asked) {
        if (!pending.isEmpty()) {
            PendingCall current = pending.getLast();
            if (current.continues(asked)) {
                current.ask(asked);
                emitComplete(current);
                return;
            }
            if (!current.isBlocked()) {
                pending.removeLast().finish().forEach(out);
            }
        }
        if (pending.size() >= MAX_PENDING) {
            pending.removeFirst().finish().forEach(out);
        }
        pending.add(startCall(asked));
        hasSent = true;
    }

    private PendingCall startCall(Message.Asked asked) {
        // The program's call started before it connected.
        long start = hasSent ? asked.firstNanos() : openedNanos;
        return switch (asked.request()) {
            case Request.Version _, Request.EstablishContext _ -> new PendingEstablish(start, asked);
            case Request.WaitReaderStateChange _ -> new PendingStatusChange(start, context, asked);
            case Request request
            when PendingListing.isListing(request) -> new PendingListing(start, context, readerOfCard, asked);
            default -> new PendingSingle(start, Translation.call(asked.request()), asked);
        };
    }

    private void answer(Message.Answered answered) {
        for (PendingCall call : pending) {
            if (call.awaits(answered.asked())) {
                call.answer(answered);
                remember(answered);
                emitComplete(call);
                return;
            }
        }
    }

    private void notify(Message.Notified notified) {
        for (PendingCall call : pending) {
            if (call.notify(notified)) {
                emitComplete(call);
                return;
            }
        }
    }

    /// A call that the program has overtaken does not continue.
    private void emitComplete(PendingCall call) {
        call.takeEarlier().forEach(out);
        boolean overtaken = pending.indexOf(call) < pending.size() - 1 && !call.isBlocked();
        if (call.isComplete() || overtaken) {
            pending.remove(call);
            call.finish().forEach(out);
        }
    }

    private void remember(Message.Answered answered) {
        Request request = answered.asked().request();
        switch (answered.reply()) {
            case Reply.EstablishContext(int newContext, int rv)
            when rv == 0 -> {
                context = Translation.handle(newContext);
                established = true;
            }
            case Reply.ReleaseContext(int rv)
            when rv == 0 -> {
                established = false;
                readerOfCard.clear();
            }
            case Reply.Connect connect
            when connect.returnCode() == 0 && request instanceof Request.Connect asked ->
                readerOfCard.put(connect.card(), asked.reader());
            case Reply.Disconnect(int rv)
            when rv == 0 && request instanceof Request.Disconnect asked -> readerOfCard.remove(asked.card());
            default -> {}
        }
    }

    /// Ends the waiting calls without an outcome if the daemon's bytes were not understood.
    private void notUnderstood(Message.NotUnderstood lost) {
        if (lost.direction() == Direction.TO_CLIENT) {
            pending.forEach(call -> call.finish().forEach(out));
            pending.clear();
        }
        String sender = lost.direction() == Direction.TO_CLIENT ? "the daemon" : "the program";
        report(
                lost.firstNanos(),
                "not understood",
                lost.length() + " bytes from " + sender + ": " + lost.reason() + ". puce forwarded them");
    }

    private void report(long nanos, String name, String description) {
        out.accept(PendingCall.Finished.without(nanos, new Call.Unknown(name, description)));
    }
}
