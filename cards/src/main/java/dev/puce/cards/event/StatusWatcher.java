package dev.puce.cards.event;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The one thread that waits in `SCardGetStatusChange`, on a context of its own, and tells its monitor what it
/// saw.
///
/// Whatever fails, it establishes a new context and goes on; only [#stop()] ends it.
final class StatusWatcher {
    /// Longest wait where the pseudo reader for arrivals tells, by its event counter, also what happened
    /// between two waits. Nothing can be missed then; the limit only finds out sooner that the service is gone.
    private static final Duration LONG_WAIT = Duration.ofSeconds(60);
    /// Where it has no counter (pcsc-lite before 2.3), a reader that arrives between list and wait is seen this
    /// late.
    private static final Duration MEDIUM_WAIT = Duration.ofSeconds(2);
    /// Where it does not exist (macOS), which services say in different ways.
    private static final Duration SHORT_WAIT = Duration.ofMillis(500);

    /// `PCSCLITE_MAX_READERS_CONTEXTS`: libpcsclite up to 2.4 refuses more in one wait, and its daemon has as many
    /// readers at most; with the pseudo reader that is one too many.
    private static final int LIMIT_OF_OLD_LIBRARIES = 16;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final ReaderQuery ARRIVALS = new ReaderQuery(ReaderQuery.PNP_NOTIFICATION, EventState.UNAWARE);

    private final Pcsc pcsc;
    private final ReaderMonitor monitor;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long context;
    private volatile boolean established;
    private Duration pause = FIRST_PAUSE;

    StatusWatcher(Pcsc pcsc, ReaderMonitor monitor) {
        this.pcsc = pcsc;
        this.monitor = monitor;
        this.thread = Thread.ofPlatform().name("puce-readers").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Ends the thread and waits for its end.
    void stop() {
        stopped.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            // A cancel is not remembered by PC/SC: one that comes just before the wait has no effect.
            if (established) {
                pcsc.answer(new Call.Cancel(context));
            }
            try {
                thread.join(Duration.ofMillis(20));
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            try {
                watch();
            } catch (PcscException e) {
                if (!isStopped()) {
                    monitor.lost(e.code());
                    rest();
                }
            } catch (RuntimeException e) {
                // A bug of the backend must not silence the observers for ever: report it and go on.
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                monitor.lost(ReturnCode.INTERNAL_ERROR);
                rest();
            } finally {
                release();
            }
        }
    }

    private void watch() {
        context = pcsc.establishContext(Scope.SYSTEM);
        established = true;
        Map<String, ReaderState> known = new LinkedHashMap<>();
        Optional<ReaderQuery> arrivals = Optional.of(ARRIVALS); // empty where nobody tells them
        Duration wait = Duration.ZERO;
        while (!isStopped()) {
            Optional<List<ReaderState>> answer = ask(wait, queries(known, arrivals));
            if (answer.isEmpty()) {
                // A reader left between list and wait; or the service insists, and must not be asked all the time.
                arrivals = arrivals.filter(_ -> tellsArrivals());
                rest();
                continue;
            }
            List<ReaderState> states = answer.get();
            if (arrivals.isPresent()) {
                ReaderState news = states.getLast();
                boolean told = !news.eventState().has(EventState.UNKNOWN);
                arrivals = told ? Optional.of(news.followUp()) : Optional.empty();
                states = states.subList(0, states.size() - 1);
            }
            known = withoutUnknown(states);
            pause = FIRST_PAUSE;
            wait = waitAfter(arrivals);
            monitor.saw(List.copyOf(known.values()));
        }
    }

    /// One query for each reader that is listed now, the pseudo reader for arrivals last.
    private List<ReaderQuery> queries(Map<String, ReaderState> known, Optional<ReaderQuery> arrivals) {
        var queries = new ArrayList<ReaderQuery>();
        for (String reader : pcsc.listReaders(context)) {
            ReaderState state = known.get(reader);
            queries.add(state == null ? new ReaderQuery(reader, EventState.UNAWARE) : state.followUp());
        }
        arrivals.ifPresent(queries::add);
        return queries;
    }

    /// The states after the next change, or at the end of the wait; empty if a reader is not known.
    private Optional<List<ReaderState>> ask(Duration wait, List<ReaderQuery> queries) {
        if (queries.isEmpty()) {
            sleep(wait); // PC/SC does not wait for nothing
            return Optional.of(List.of());
        }
        try {
            return Optional.of(pcsc.getStatusChange(context, wait, queries));
        } catch (PcscException e) {
            if (e.code().equals(ReturnCode.INVALID_PARAMETER) && queries.size() > LIMIT_OF_OLD_LIBRARIES) {
                return askWithoutArrivals(wait, queries);
            }
            if (e.code().equals(ReturnCode.UNKNOWN_READER) || e.code().equals(ReturnCode.TIMEOUT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// For a library that takes no more: as where nobody tells arrivals.
    private Optional<List<ReaderState>> askWithoutArrivals(Duration wait, List<ReaderQuery> queries) {
        Duration shorter = wait.compareTo(SHORT_WAIT) > 0 ? SHORT_WAIT : wait;
        return ask(shorter, queries.subList(0, LIMIT_OF_OLD_LIBRARIES)).map(states -> {
            var all = new ArrayList<>(states);
            var unknown = new EventState(EventState.UNKNOWN);
            all.add(new ReaderState(ReaderQuery.PNP_NOTIFICATION, Optional.empty(), unknown, Bytes.EMPTY));
            return all;
        });
    }

    /// Whether the service knows the pseudo reader for arrivals.
    private boolean tellsArrivals() {
        return ask(Duration.ZERO, List.of(ARRIVALS)).isPresent();
    }

    private static Map<String, ReaderState> withoutUnknown(List<ReaderState> states) {
        var known = new LinkedHashMap<String, ReaderState>();
        for (ReaderState state : states) {
            if (!state.eventState().has(EventState.UNKNOWN)
                    && !state.eventState().has(EventState.IGNORE)) {
                known.put(state.reader(), state);
            }
        }
        return known;
    }

    private static Duration waitAfter(Optional<ReaderQuery> arrivals) {
        if (arrivals.isEmpty()) {
            return SHORT_WAIT;
        }
        return arrivals.get().currentState().eventCount() == 0 ? MEDIUM_WAIT : LONG_WAIT;
    }

    private void rest() {
        sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /// Sleeps until the time is over or this is stopped.
    private void sleep(Duration time) {
        try {
            boolean _ = stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            // nobody has this thread but we; look whether we are to stop
        }
    }

    private void release() {
        if (established) {
            established = false;
            pcsc.answer(new Call.ReleaseContext(context)); // may be gone with the service
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
