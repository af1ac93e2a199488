package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.Message;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
///
/// A program that is held up before STOP has not waited, but looks like it; and if it calls again at once, the
/// beginning of that call looks like the end of a time-out. What follows tells, mostly: a library whose time is
/// over sends STOP and nothing else. So this draft may turn out to have been two calls ([#takeEarlier]).
final class StatusChangeDraft extends Draft {
    private static final long AT_ONCE_NANOS = 1_000_000;

    /// A program that was merely slow to send STOP can be told from a library that waited only up to here.
    private static final long SURELY_WAITED_NANOS = 50_000_000;

    /// The library sleeps so long whenever it looks at a card without ATR.
    private static final long SLEEP_NANOS = 400_010_000;

    /// Who waits for ever does so in pieces of 60 s; nobody else goes on waiting after a time-out.
    private static final long PIECE_OF_EVER_NANOS = 59_900_000_000L;

    /// After STOP the library goes on within microseconds, or not at all.
    private static final long GOES_ON_NANOS = 100_000_000;

    private long startNanos;
    private final Call call;
    private final List<Finished> earlier = new ArrayList<>();
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

    /// What went before the last STOP.
    private long pauseNanos;

    private boolean surelyWaited;

    /// Whether the last WAIT came after a STOP; then when STOP was answered, and when that WAIT came.
    private boolean timedOut;

    private long stoppedNanos;
    private long againNanos;
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
                if (timeIsOver()) {
                    split(); // it has waited for an event and got one
                }
                timedOut = stopped;
                stoppedNanos = answeredNanos;
                againNanos = next.firstNanos();
                beforeTimeout = last;
                stopped = false;
                statesRead = false;
                messageDue = true;
            }
            case Request.StopWaitingReaderStateChange _ -> stop(next);
            case Request.GetReaderEvents _ -> {
                if (timeIsOver()) {
                    split(); // the library asks for them when a call begins
                }
            }
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
        if (timeIsOver() && messageDue && hasWaitedAgain(gap)) {
            split();
        }
        if (!statesRead) {
            lostItsPlace = asked.request() instanceof Request.WaitReaderStateChange;
            code = Optional.of(lostItsPlace ? ReturnCode.NO_SERVICE : ReturnCode.UNEXPECTED);
        } else if (timeIsOver() || gap < AT_ONCE_NANOS) {
            boolean nothingNew = timedOut && last.equals(beforeTimeout);
            code = Optional.of(nothingNew ? ReturnCode.TIMEOUT : ReturnCode.SUCCESS);
        }
        pauseNanos = gap;
        surelyWaited = gap >= SURELY_WAITED_NANOS + SLEEP_NANOS * cardsWithoutAtr();
    }

    private long cardsWithoutAtr() {
        return last.stream()
                .filter(entry ->
                        (entry.state() & CardState.PRESENT) != 0 && entry.atr().length() == 0)
                .count();
    }

    /// Whether STOP is the only thing that the library may send, if all this is one call: it has waited until its
    /// time was over, which is not so for one that waits for ever.
    private boolean timeIsOver() {
        return timedOut && pauseNanos < PIECE_OF_EVER_NANOS;
    }

    /// Of two pauses, one before each STOP, one is a program held up, the other a library that waited: the
    /// longer one.
    private boolean hasWaitedAgain(long gap) {
        return gap >= SURELY_WAITED_NANOS && (gap > pauseNanos || !surelyWaited);
    }

    /// What went before the last WAIT was a call of its own.
    private void split() {
        var states = new Result.GetStatusChange(Translation.readerStates(first.orElse(beforeTimeout), beforeTimeout));
        earlier.add(Finished.of(startNanos, call, stoppedNanos, ReturnCode.SUCCESS, states));
        startNanos = againNanos;
        first = Optional.of(last);
        timedOut = false;
    }

    @Override
    List<Finished> takeEarlier() {
        var taken = List.copyOf(earlier);
        earlier.clear();
        return taken;
    }

    @Override
    void pass(long nanos) {
        if (timeIsOver() && messageDue && statesRead && !stopped && hasWaitedAgain(nanos - answeredNanos)) {
            split();
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
            if (timeIsOver()) {
                split(); // only who waits is cancelled
            }
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
        ReturnCode returned = code.orElse(surelyWaited ? ReturnCode.NO_SERVICE : ReturnCode.SUCCESS);
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
