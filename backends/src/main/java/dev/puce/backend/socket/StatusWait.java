package dev.puce.backend.socket;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// One `SCardGetStatusChange`: registers for an event, reads the states and compares them, until a state has
/// changed.
///
/// As in libpcsclite, registration precedes reading, so no change is missed. After a registration the daemon
/// sends exactly one message: an event or the reply to STOP. After the timeout, the states are read once more.
final class StatusWait {
    private enum Event {
        CHANGED,
        TIMEOUT,
        CANCELLED_HERE,
        CANCELLED_BY_DAEMON
    }

    private final DaemonConnection daemon;
    private final BooleanSupplier cancelled;
    private final List<ReaderQuery> queries;
    private final Optional<Long> deadline;
    private Set<String> readersAtStart = Set.of();
    private int readerEvents;

    /// @param cancelled     whether another thread cancelled the wait
    /// @param timeoutMillis maximum wait; [Pcsc#INFINITE] or more means no timeout
    StatusWait(DaemonConnection daemon, BooleanSupplier cancelled, long timeoutMillis, List<ReaderQuery> queries) {
        this.daemon = daemon;
        this.cancelled = cancelled;
        this.queries = queries;
        this.deadline = timeoutMillis >= Pcsc.INFINITE.toMillis()
                ? Optional.empty()
                : Optional.of(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    /// Waits, and removes the registration afterwards.
    Answer run() throws ConnectionFailure {
        if (queries.stream().allMatch(StatusWait::isIgnored)) {
            return Answer.success(new Result.GetStatusChange(
                    queries.stream().map(ReaderEvents::ignored).toList()));
        }
        try (var _ = daemon.uninterruptible()) {
            return register();
        }
    }

    private Answer register() throws ConnectionFailure {
        boolean counted = daemon.version().hasReaderEvents() && queries.stream().anyMatch(ReaderEvents::isPlugAndPlay);
        if (counted) {
            // Before the registration, unlike libpcsclite: an event of 8 zero bytes before this 8-byte reply
            // would be indistinguishable from it. A reader that arrives meanwhile is in the counter or new among
            // the entries.
            readersAtStart = names(daemon.readersState());
            readerEvents = daemon.exchange(new Request.GetReaderEvents(), Reply.ReaderEvents.class)
                    .readerEvents();
        }
        List<ReaderEntry> entries = registerAndRead();
        if (queries.stream().anyMatch(query -> isUnknown(query, entries))) {
            stop();
            return Answer.of(ReturnCode.UNKNOWN_READER);
        }
        if (!counted) {
            readersAtStart = names(entries);
        }
        return compare(entries);
    }

    private Answer compare(List<ReaderEntry> first) throws ConnectionFailure {
        boolean timedOut = false;
        for (List<ReaderEntry> entries = first; true; entries = registerAndRead()) {
            List<ReaderState> states = evaluate(entries);
            if (timedOut || isChanged(states)) {
                stop();
                ReturnCode code = isChanged(states) ? ReturnCode.SUCCESS : ReturnCode.TIMEOUT;
                return new Answer(code, new Result.GetStatusChange(states));
            }
            switch (awaitEvent()) {
                case CHANGED -> {}
                case TIMEOUT -> {
                    stop();
                    timedOut = true;
                }
                case CANCELLED_HERE -> {
                    stop();
                    return Answer.of(ReturnCode.CANCELLED);
                }
                case CANCELLED_BY_DAEMON -> {
                    return Answer.of(ReturnCode.CANCELLED);
                }
            }
        }
    }

    private List<ReaderEntry> registerAndRead() throws ConnectionFailure {
        var wait = Request.WaitReaderStateChange.of(daemon.version());
        if (daemon.version().waitAnswersStates()) {
            return daemon.exchange(wait, Reply.ReadersState.class).entries();
        }
        daemon.send(wait);
        return daemon.readersState();
    }

    /// Cancels the registration, unless an event has ended it. One message arrives in both cases.
    private void stop() throws ConnectionFailure {
        if (!daemon.dropEarlyEvent()) {
            daemon.send(Request.StopWaitingReaderStateChange.of(daemon.version()));
            daemon.receive();
        }
    }

    private Event awaitEvent() throws ConnectionFailure {
        while (true) {
            if (cancelled.getAsBoolean() || daemon.wasInterrupted()) {
                return Event.CANCELLED_HERE;
            }
            Optional<Reply.Event> event = daemon.receiveUntil(deadline);
            if (event.isPresent()) {
                return event.get().returnCode() == 0 ? Event.CHANGED : Event.CANCELLED_BY_DAEMON;
            }
            if (deadline.isPresent() && deadline.get() - System.nanoTime() <= 0) {
                return Event.TIMEOUT;
            }
        }
    }

    private List<ReaderState> evaluate(List<ReaderEntry> entries) {
        return queries.stream().map(query -> evaluate(query, entries)).toList();
    }

    private ReaderState evaluate(ReaderQuery query, List<ReaderEntry> entries) {
        if (isIgnored(query)) {
            return ReaderEvents.ignored(query);
        }
        if (ReaderEvents.isPlugAndPlay(query)) {
            int seen = query.currentState().eventCount();
            boolean changed =
                    !names(entries).equals(readersAtStart) || (seen != 0 && readerEvents != 0 && seen != readerEvents);
            return ReaderEvents.state(query, readerEvents << 16 | (changed ? EventState.CHANGED : 0), Bytes.EMPTY);
        }
        return ReaderEvents.find(entries, query.reader())
                .map(entry -> ReaderEvents.present(query, entry))
                .orElseGet(() -> ReaderEvents.gone(query));
    }

    private static boolean isChanged(List<ReaderState> states) {
        return states.stream().anyMatch(state -> state.eventState().has(EventState.CHANGED));
    }

    private static boolean isIgnored(ReaderQuery query) {
        return query.currentState().has(EventState.IGNORE);
    }

    private static boolean isUnknown(ReaderQuery query, List<ReaderEntry> entries) {
        return !ReaderEvents.isPlugAndPlay(query)
                && ReaderEvents.find(entries, query.reader()).isEmpty();
    }

    private static Set<String> names(List<ReaderEntry> entries) {
        return entries.stream()
                .filter(ReaderEntry::isUsed)
                .map(ReaderEntry::name)
                .collect(Collectors.toSet());
    }
}
