package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.Message;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// SCardGetStatusChange. In short, where `WAIT*` is WAIT and whatever it takes to read the states:
///
/// | messages | outcome |
/// |---|---|
/// | `WAIT* STOP` at once | something had changed already |
/// | `WAIT*` event `WAIT* STOP` at once | something changed |
/// | `WAIT*` time passes `STOP WAIT* STOP` at once | timed out |
/// | `WAIT*` event "cancelled" | cancelled |
/// | `WAIT*` 60 s pass `STOP WAIT*` ... | goes on: so the library waits for ever |
///
/// "At once" is less than 1 ms after the last answer: the library waits at least that long, even with a
/// time-out of 0.
final class StatusChangeDraft extends Draft {
    private static final long AT_ONCE_NANOS = 1_000_000;

    /// A program that was merely slow to send STOP can be told from a library that waited only up to here.
    private static final long SURELY_WAITED_NANOS = 50_000_000;

    /// After STOP the library goes on within microseconds, or not at all.
    private static final long GOES_ON_NANOS = 100_000_000;

    private final long startNanos;
    private final Call call;
    private final Deque<Message.Asked> unanswered = new ArrayDeque<>();

    private Message.Asked asked;
    private long answeredNanos;
    private Optional<List<ReaderEntry>> first = Optional.empty();
    private List<ReaderEntry> last = List.of();
    private List<ReaderEntry> beforeTimeout = List.of();

    /// One WAIT is followed by one message: an event, or the answer to STOP.
    private boolean messageDue;

    private boolean statesRead;
    private boolean stopped;
    private boolean lostItsPlace;
    private boolean timedOut;
    private boolean waitedLong;
    private Optional<ReturnCode> code = Optional.empty();

    StatusChangeDraft(long startNanos, long context, Message.Asked asked) {
        this.startNanos = startNanos;
        this.call = new Call.GetStatusChange(context, OptionalLong.empty(), Optional.empty());
        this.asked = asked;
        this.answeredNanos = asked.lastNanos();
        ask(asked);
    }

    @Override
    boolean continues(Message.Asked next) {
        if (code.isPresent()) {
            return false;
        }
        return switch (next.request()) {
            case Request.WaitReaderStateChange _ when stopped -> next.firstNanos() - answeredNanos <= GOES_ON_NANOS;
            case Request.WaitReaderStateChange _ -> !messageDue;
            case Request.StopWaitingReaderStateChange _,
                    Request.GetReadersStateSize _,
                    Request.GetReadersStateArray _,
                    Request.GetReaderEvents _ -> !stopped;
            default -> false;
        };
    }

    @Override
    void ask(Message.Asked next) {
        switch (next.request()) {
            case Request.WaitReaderStateChange _ -> {
                timedOut = stopped;
                beforeTimeout = last;
                stopped = false;
                statesRead = false;
                messageDue = true;
            }
            case Request.StopWaitingReaderStateChange _ -> stop(next);
            default -> {}
        }
        asked = next;
        unanswered.add(next);
    }

    /// The outcome is decided when STOP is sent: its answer is the same in all cases. A library that had not
    /// read the states could not make sense of what it got: it met a daemon older than itself before it knew
    /// the number of readers, or an event in place of that number.
    private void stop(Message.Asked next) {
        stopped = true;
        long gap = next.firstNanos() - answeredNanos;
        waitedLong = gap >= SURELY_WAITED_NANOS;
        if (!statesRead) {
            lostItsPlace = asked.request() instanceof Request.WaitReaderStateChange;
            code = Optional.of(lostItsPlace ? ReturnCode.NO_SERVICE : ReturnCode.UNEXPECTED);
        } else if (gap < AT_ONCE_NANOS) {
            boolean nothingNew = timedOut && last.equals(beforeTimeout);
            code = Optional.of(nothingNew ? ReturnCode.TIMEOUT : ReturnCode.SUCCESS);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal requests may follow each other
    boolean awaits(Message.Asked candidate) {
        return unanswered.stream().anyMatch(request -> request == candidate);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal requests may follow each other
    void answer(Message.Answered answer) {
        answeredNanos = answer.lastNanos();
        while (unanswered.remove() != answer.asked()) {
            // WAIT has no answer of its own in some versions, nor has STOP after an event.
        }
        switch (answer.reply()) {
            case Reply.ReadersState(List<ReaderEntry> entries) -> {
                statesRead = true;
                last = entries;
                first = Optional.of(first.orElse(entries));
            }
            case Reply.StopWaitingReaderStateChange _ -> messageDue = false;
            default -> {}
        }
    }

    @Override
    boolean notify(Message.Notified notified) {
        if (!messageDue) {
            return false;
        }
        messageDue = false;
        answeredNanos = notified.lastNanos();
        if (notified.event().returnCode() != 0) {
            code = Optional.of(new ReturnCode(notified.event().returnCode()));
        }
        return true;
    }

    @Override
    boolean isBlocked() {
        return messageDue || !stopped;
    }

    @Override
    boolean isComplete() {
        return code.isPresent() && !messageDue;
    }

    @Override
    long lastNanos() {
        return Math.max(answeredNanos, asked.lastNanos());
    }

    /// A library that stopped waiting and did not go on has missed the daemon's socket in the file system.
    @Override
    List<Finished> finish() {
        if (code.isEmpty() && !stopped) {
            return List.of(Finished.without(startNanos, call));
        }
        ReturnCode returned = code.orElse(waitedLong ? ReturnCode.NO_SERVICE : ReturnCode.SUCCESS);
        boolean hasStates =
                returned.isSuccess() || returned.equals(ReturnCode.TIMEOUT) || returned.equals(ReturnCode.CANCELLED);
        Result result = hasStates
                ? new Result.GetStatusChange(Translation.readerStates(first.orElse(last), last))
                : Result.NONE;
        Finished finished = Finished.of(startNanos, call, lastNanos(), returned, result);
        return lostItsPlace ? List.of(finished, warning()) : List.of(finished);
    }

    private Finished warning() {
        return Finished.without(
                lastNanos(),
                new Call.Unknown(
                        "desynchronised",
                        "libpcsclite (2.5 with an older daemon) left an answer unread; from here on the program sees what"
                                + " belongs to other calls, shown is what the daemon answered"));
    }

    @Override
    Finished interrupt(Optional<ReturnCode> seenByProgram, long nanos) {
        return interrupted(startNanos, call, seenByProgram, nanos);
    }
}
