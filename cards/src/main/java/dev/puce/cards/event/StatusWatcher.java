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

/// The only thread that waits in `SCardGetStatusChange`, on its own context. Passes the states to its monitor.
///
/// After any failure it establishes a new context and continues; only [#stop()] ends it.
final class StatusWatcher {
    /// Longest wait if the PnP pseudo reader has an event counter, which also reports changes between two waits.
    /// No change is missed then; the limit only detects the end of the service sooner.
    private static final Duration LONG_WAIT = Duration.ofSeconds(60);
    /// Longest wait if the pseudo reader has no counter (pcsc-lite before 2.3). A reader that arrives between list
    /// and wait is detected after this time.
    private static final Duration MEDIUM_WAIT = Duration.ofSeconds(2);
    /// Longest wait without a pseudo reader (macOS). Services report its absence in different ways.
    private static final Duration SHORT_WAIT = Duration.ofMillis(500);

    /// `PCSCLITE_MAX_READERS_CONTEXTS`: libpcsclite up to 2.4 refuses more readers in one wait, and its daemon has
    /// at most as many. With the pseudo reader the list is one too long.
    private static final int LIMIT_OF_OLD_LIBRARIES = 16;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(20);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

    private static final ReaderQuery ARRIVALS = new ReaderQuery(ReaderQuery.PNP_NOTIFICATION, EventState.UNAWARE);

    private final Pcsc pcsc;
    private final ReaderMonitor monitor;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long context;
    private volatile boolean established;
    private Duration backoff = FIRST_BACKOFF;

    StatusWatcher(Pcsc pcsc, ReaderMonitor monitor) {
        this.pcsc = pcsc;
        this.monitor = monitor;
        this.thread = Thread.ofPlatform().name("puce-readers").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Stops the thread and waits for its end.
    void stop() {
        stopped.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            // PC/SC does not remember a cancel: one just before the wait has no effect.
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
                    backOff();
                }
            } catch (RuntimeException e) {
                // A bug of the backend must not silence the observers: report it and continue.
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                monitor.lost(ReturnCode.INTERNAL_ERROR);
                backOff();
            } finally {
                release();
            }
        }
    }

    private void watch() {
        context = pcsc.establishContext(Scope.SYSTEM);
        established = true;
        Map<String, ReaderState> known = new LinkedHashMap<>();
        Optional<ReaderQuery> arrivals = Optional.of(ARRIVALS); // empty if the service has no PnP pseudo reader
        Duration wait = Duration.ZERO;
        while (!isStopped()) {
            Optional<List<ReaderState>> answer = ask(wait, queries(known, arrivals));
            if (answer.isEmpty()) {
                // A reader left between list and wait, or the service fails permanently: do not spin.
                arrivals = arrivals.filter(_ -> supportsArrivals());
                backOff();
                continue;
            }
            List<ReaderState> states = answer.get();
            if (arrivals.isPresent()) {
                ReaderState pnp = states.getLast();
                boolean supported = !pnp.eventState().has(EventState.UNKNOWN);
                arrivals = supported ? Optional.of(pnp.followUp()) : Optional.empty();
                states = states.subList(0, states.size() - 1);
            }
            known = withoutUnknown(states);
            backoff = FIRST_BACKOFF;
            wait = waitAfter(arrivals);
            monitor.update(List.copyOf(known.values()));
        }
    }

    /// Returns one query per listed reader, and the PnP pseudo reader last.
    private List<ReaderQuery> queries(Map<String, ReaderState> known, Optional<ReaderQuery> arrivals) {
        var queries = new ArrayList<ReaderQuery>();
        for (String reader : pcsc.listReaders(context)) {
            ReaderState state = known.get(reader);
            queries.add(state == null ? new ReaderQuery(reader, EventState.UNAWARE) : state.followUp());
        }
        arrivals.ifPresent(queries::add);
        return queries;
    }

    /// Returns the states after the next change, or at the end of the wait; empty if a reader is unknown.
    private Optional<List<ReaderState>> ask(Duration wait, List<ReaderQuery> queries) {
        if (queries.isEmpty()) {
            sleep(wait); // PC/SC does not wait with an empty list
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

    /// Queries a library with a limit on the list, without the PnP pseudo reader.
    private Optional<List<ReaderState>> askWithoutArrivals(Duration wait, List<ReaderQuery> queries) {
        Duration shorter = wait.compareTo(SHORT_WAIT) > 0 ? SHORT_WAIT : wait;
        return ask(shorter, queries.subList(0, LIMIT_OF_OLD_LIBRARIES)).map(states -> {
            var all = new ArrayList<>(states);
            var unknown = new EventState(EventState.UNKNOWN);
            all.add(new ReaderState(ReaderQuery.PNP_NOTIFICATION, Optional.empty(), unknown, Bytes.EMPTY));
            return all;
        });
    }

    /// Returns whether the service supports the PnP pseudo reader.
    private boolean supportsArrivals() {
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

    private void backOff() {
        sleep(backoff);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : doubled;
    }

    /// Sleeps until the time is over or the watcher is stopped.
    private void sleep(Duration time) {
        try {
            boolean _ = stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            // only this class has the thread: check whether it must stop
        }
    }

    private void release() {
        if (established) {
            established = false;
            pcsc.answer(new Call.ReleaseContext(context)); // fails if the service is gone
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
