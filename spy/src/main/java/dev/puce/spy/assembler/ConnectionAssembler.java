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
import java.util.function.Consumer;

/// Reconstructs the calls of one connection.
///
/// The last draft is the call that the program makes; others are there only where a program, unlike
/// libpcsclite, sends requests without waiting for answers.
final class ConnectionAssembler {
    /// More requests than any program sends without reading an answer; the oldest is given up.
    private static final int MOST_AT_ONCE = 256;

    private final long openedNanos;
    private final Consumer<Draft.Finished> out;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Integer, String> readerOfCard = new HashMap<>();

    private long context;
    private boolean established;
    private boolean spoken;

    ConnectionAssembler(long openedNanos, Consumer<Draft.Finished> out) {
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

    /// Gives calls that could still continue, but have not done so for longer than libpcsclite ever waits.
    void settle(long nanos) {
        if (drafts.isEmpty() || nanos - drafts.getLast().lastNanos() <= Draft.RETRY_LATEST_NANOS) {
            return;
        }
        if (drafts.getLast().isBlocked()) {
            drafts.getLast().pass(nanos);
            drafts.getLast().takeEarlier().forEach(out);
        } else {
            drafts.getLast().finish().forEach(out);
            drafts.removeLast();
        }
    }

    /// The connection has ended, and so have its calls.
    void close(ClosedBy closedBy, long nanos) {
        for (Draft draft : drafts) {
            if (draft.isBlocked()) {
                draft.pass(nanos);
                draft.takeEarlier().forEach(out);
                out.accept(draft.interrupt(closedBy.seenByProgram(), nanos));
            } else {
                draft.finish().forEach(out);
            }
        }
        drafts.clear();
        if (established && closedBy == ClosedBy.CLIENT) {
            String left = readerOfCard.isEmpty() ? "" : ", with a card still connected";
            report(nanos, "connection closed", "the program left without SCardReleaseContext" + left);
        }
    }

    private void ask(Message.Asked asked) {
        if (!drafts.isEmpty()) {
            Draft current = drafts.getLast();
            if (current.continues(asked)) {
                current.ask(asked);
                emitComplete(current);
                return;
            }
            if (!current.isBlocked()) {
                drafts.removeLast().finish().forEach(out);
            }
        }
        if (drafts.size() >= MOST_AT_ONCE) {
            drafts.removeFirst().finish().forEach(out);
        }
        drafts.add(begin(asked));
        spoken = true;
    }

    private Draft begin(Message.Asked asked) {
        // The program's call began before it connected.
        long start = spoken ? asked.firstNanos() : openedNanos;
        return switch (asked.request()) {
            case Request.Version _, Request.EstablishContext _ -> new EstablishDraft(start, asked);
            case Request.WaitReaderStateChange _ -> new StatusChangeDraft(start, context, asked);
            case Request request
            when ListingDraft.isListing(request) -> new ListingDraft(start, context, readerOfCard, asked);
            default -> new SingleDraft(start, Translation.call(asked.request()), asked);
        };
    }

    private void answer(Message.Answered answered) {
        for (Draft draft : drafts) {
            if (draft.awaits(answered.asked())) {
                draft.answer(answered);
                remember(answered);
                emitComplete(draft);
                return;
            }
        }
    }

    private void notify(Message.Notified notified) {
        for (Draft draft : drafts) {
            if (draft.notify(notified)) {
                emitComplete(draft);
                return;
            }
        }
    }

    /// A call that the program has overtaken is not continued any more.
    private void emitComplete(Draft draft) {
        draft.takeEarlier().forEach(out);
        boolean overtaken = drafts.indexOf(draft) < drafts.size() - 1 && !draft.isBlocked();
        if (draft.isComplete() || overtaken) {
            drafts.remove(draft);
            draft.finish().forEach(out);
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

    /// What the daemon sent was not understood, so the calls that wait for it end without an outcome.
    private void notUnderstood(Message.NotUnderstood lost) {
        if (lost.direction() == Direction.TO_CLIENT) {
            drafts.forEach(draft -> draft.finish().forEach(out));
            drafts.clear();
        }
        String who = lost.direction() == Direction.TO_CLIENT ? "the daemon" : "the program";
        report(
                lost.firstNanos(),
                "not understood",
                lost.length() + " bytes from " + who + ": " + lost.reason() + ". They were passed on");
    }

    private void report(long nanos, String name, String description) {
        out.accept(Draft.Finished.without(nanos, new Call.Unknown(name, description)));
    }
}
