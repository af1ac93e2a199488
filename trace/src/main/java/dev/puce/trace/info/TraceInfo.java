package dev.puce.trace.info;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.TracedCards;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Collects what a trace contains: programs, readers, ATRs, applications, time span, number of calls.
///
/// Memory is bounded: of each kind, the first 512 values count.
public final class TraceInfo implements CallSink {
    private static final int MOST = 512;

    private final TracedCards cards = new TracedCards();
    private final Map<String, Set<Integer>> programs = new LinkedHashMap<>();
    private final Set<String> readers = new LinkedHashSet<>();
    private final Set<Bytes> atrs = new LinkedHashSet<>();
    private final Set<Bytes> aids = new LinkedHashSet<>();
    private long calls;
    private long exchanges;
    private long unfinished;
    private long hidden;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    /// No call has been seen yet.
    public TraceInfo() {}

    @Override
    public void accept(TracedCall traced) {
        Observation seen = cards.observe(traced);
        if (!seen.atr().isEmpty()) {
            add(atrs, seen.atr());
        }
        if (traced.call() instanceof Call.Mark) {
            return;
        }
        calls++;
        if (traced.outcome().isEmpty() && !(traced.call() instanceof Call.Unknown)) {
            unfinished++;
        }
        time(traced);
        program(traced);
        if (!seen.reader().isEmpty()) {
            add(readers, seen.reader());
        }
        seen.aid().ifPresent(aid -> add(aids, aid));
        call(traced);
        result(traced.result());
    }

    private void time(TracedCall traced) {
        if (traced.hasStart()) {
            long duration = traced.outcome()
                    .filter(TracedCall.Outcome::hasDuration)
                    .map(TracedCall.Outcome::durationNanos)
                    .orElse(0L);
            firstNanos = Math.min(firstNanos, traced.startNanos());
            lastNanos = Math.max(lastNanos, traced.startNanos() + duration);
        }
    }

    private void program(TracedCall traced) {
        var caller = traced.caller();
        if (!caller.program().isEmpty() && (programs.size() < MOST || programs.containsKey(caller.program()))) {
            var pids = programs.computeIfAbsent(caller.program(), _ -> new TreeSet<>());
            caller.pid().ifPresent(pid -> add(pids, pid));
        }
    }

    private void call(TracedCall traced) {
        switch (traced.call()) {
            case Call.Transmit transmit -> {
                exchanges++;
                hidden += transmit.hidden().isPresent() ? 1 : 0;
            }
            case Call.Control control -> hidden += control.hidden().isPresent() ? 1 : 0;
            case Call.Connect connect -> addName(connect.reader());
            default -> {}
        }
    }

    private void result(Result result) {
        switch (result) {
            case Result.ListReaders(var names) -> names.forEach(this::addName);
            case Result.Status status -> {
                addName(status.reader());
                addAtr(status.atr());
            }
            case Result.GetStatusChange(var states) ->
                states.stream().map(ReaderState::atr).forEach(this::addAtr);
            case Result.Transmit transmit -> hidden += transmit.hidden().isPresent() ? 1 : 0;
            case Result.Control control -> hidden += control.hidden().isPresent() ? 1 : 0;
            default -> {}
        }
    }

    private void addName(String reader) {
        if (!reader.isEmpty()) {
            add(readers, reader);
        }
    }

    private void addAtr(Bytes atr) {
        if (!atr.isEmpty()) {
            add(atrs, atr);
        }
    }

    private static <T> void add(Set<T> values, T value) {
        if (values.size() < MOST) {
            values.add(value);
        }
    }

    /// Returns the programs, in the order of their first calls, with the process ids that are known.
    public Map<String, Set<Integer>> programs() {
        return programs;
    }

    /// Returns the names of the readers, in the order of appearance.
    public List<String> readers() {
        return List.copyOf(readers);
    }

    /// Returns the ATRs of the cards, in the order of appearance.
    public List<Bytes> atrs() {
        return List.copyOf(atrs);
    }

    /// Returns the AIDs of the applications that were selected, in the order of appearance.
    public List<Bytes> aids() {
        return List.copyOf(aids);
    }

    /// Returns the number of calls.
    public long calls() {
        return calls;
    }

    /// Returns the number of commands to cards.
    public long exchanges() {
        return exchanges;
    }

    /// Returns the number of calls that never returned.
    public long unfinished() {
        return unfinished;
    }

    /// Returns the number of commands and responses of which redaction removed bytes.
    public long hidden() {
        return hidden;
    }

    /// Returns the time from the start of the first call to the end of the last; empty if times are unknown.
    public Optional<Duration> span() {
        return lastNanos < firstNanos ? Optional.empty() : Optional.of(Duration.ofNanos(lastNanos - firstNanos));
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
