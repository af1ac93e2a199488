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

/// SCardGetStatusChange. In this table, `WAIT*` is WAIT and the messages that read the states:
///
/// | messages | outcome |
/// |---|---|
/// | `WAIT* STOP` at once | the state had already changed |
/// | `WAIT*` event `WAIT* STOP` at once | the state changed |
/// | `WAIT*` time passes `STOP WAIT* STOP` at once | timed out |
/// | `WAIT*` event "cancelled" | cancelled |
/// | `WAIT*` 60 s pass `STOP WAIT*` ... | continues: the library waits without a timeout |
///
/// "At once" means less than 1 ms after the last answer. The library waits at least that long, even with a timeout
/// of 0.
///
/// A program that was delayed before STOP has not waited, but looks as if it had. If it calls again at once, the
/// start of that call looks like the end of a timeout. The following messages usually decide: after a timeout
/// the library sends STOP and nothing else. So this pending call may turn out to be two calls ([#takeEarlier]).
final class PendingStatusChange extends PendingCall {
    private static final long AT_ONCE_NANOS = 1_000_000;

    /// Longest delay before STOP that can be distinguished from a wait of the library.
    private static final long CERTAIN_WAIT_NANOS = 50_000_000;

    /// The library sleeps this long for each card without an ATR.
    private static final long SLEEP_NANOS = 400_010_000;

    /// The library splits an infinite wait into waits of 60 s. It continues after a timeout in no other case.
    private static final long INFINITE_WAIT_STEP_NANOS = 59_900_000_000L;

    /// After STOP the library continues within microseconds, or not at all.
    private static final long CONTINUES_WITHIN_NANOS = 100_000_000;

    private long startNanos;
    private final Call call;
    private final List<Finished> earlier = new ArrayList<>();
    private final Deque<Message.Asked> unanswered = new ArrayDeque<>();

    private Message.Asked asked;
    private long answeredNanos;
    private Optional<List<ReaderEntry>> first = Optional.empty();
    private List<ReaderEntry> last = List.of();
    private List<ReaderEntry> beforeTimeout = List.of();

    /// After a WAIT the library expects one message: an event, or the answer to STOP.
    private boolean messageDue;

    private boolean statesRead;
    private boolean stopped;
    private boolean lostSocket;

    /// State before the last STOP.
    private long pauseNanos;

    private boolean certainlyWaited;

    /// Whether the last WAIT came after a STOP; and if so, the times of the answer to STOP and of that WAIT.
    private boolean timedOut;

    private long stoppedNanos;
    private long againNanos;
    private Optional<ReturnCode> code = Optional.empty();

    PendingStatusChange(long startNanos, long context, Message.Asked asked) {
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
            case Request.WaitReaderStateChange _
            when stopped -> next.firstNanos() - answeredNanos <= CONTINUES_WITHIN_NANOS;
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
                if (hasTimedOut()) {
                    split(); // it waited for an event and got one
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
                if (hasTimedOut()) {
                    split(); // the library requests them at the start of a call
                }
            }
            default -> {}
        }
        asked = next;
        unanswered.add(next);
    }

    /// Determines the outcome when STOP is sent, because its answer is always the same. If the library has not
    /// read the states, it did not understand the answer: the daemon is older than the library, or an event came
    /// instead of the number of readers.
    private void stop(Message.Asked next) {
        stopped = true;
        long gap = next.firstNanos() - answeredNanos;
        if (hasTimedOut() && messageDue && hasWaitedAgain(gap)) {
            split();
        }
        if (!statesRead) {
            lostSocket = asked.request() instanceof Request.WaitReaderStateChange;
            code = Optional.of(lostSocket ? ReturnCode.NO_SERVICE : ReturnCode.UNEXPECTED);
        } else if (hasTimedOut() || gap < AT_ONCE_NANOS) {
            boolean nothingNew = timedOut && last.equals(beforeTimeout);
            code = Optional.of(nothingNew ? ReturnCode.TIMEOUT : ReturnCode.SUCCESS);
        }
        pauseNanos = gap;
        certainlyWaited = gap >= CERTAIN_WAIT_NANOS + SLEEP_NANOS * cardsWithoutAtr();
    }

    private long cardsWithoutAtr() {
        return last.stream()
                .filter(entry ->
                        (entry.state() & CardState.PRESENT) != 0 && entry.atr().length() == 0)
                .count();
    }

    /// Whether the library may send only STOP, if all messages belong to one call: it has waited until its
    /// timeout, and the wait was not infinite.
    private boolean hasTimedOut() {
        return timedOut && pauseNanos < INFINITE_WAIT_STEP_NANOS;
    }

    /// There was a pause before each STOP. The longer one is the library's wait; the other one is a delayed
    /// program.
    private boolean hasWaitedAgain(long gap) {
        return gap >= CERTAIN_WAIT_NANOS && (gap > pauseNanos || !certainlyWaited);
    }

    /// Makes a separate call of the messages before the last WAIT.
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
        if (hasTimedOut() && messageDue && statesRead && !stopped && hasWaitedAgain(nanos - answeredNanos)) {
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
            if (hasTimedOut()) {
                split(); // only a waiting call can be cancelled
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

    /// A library that stopped waiting and did not continue did not find the daemon's socket in the file system.
    @Override
    List<Finished> finish() {
        if (code.isEmpty() && !stopped) {
            return List.of(Finished.without(startNanos, call));
        }
        ReturnCode returned = code.orElse(certainlyWaited ? ReturnCode.NO_SERVICE : ReturnCode.SUCCESS);
        boolean hasStates =
                returned.isSuccess() || returned.equals(ReturnCode.TIMEOUT) || returned.equals(ReturnCode.CANCELLED);
        Result result = hasStates
                ? new Result.GetStatusChange(Translation.readerStates(first.orElse(last), last))
                : Result.NONE;
        Finished finished = Finished.of(startNanos, call, lastNanos(), returned, result);
        return lostSocket ? List.of(finished, warning()) : List.of(finished);
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
