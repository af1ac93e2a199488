package dev.puce.trace.source;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes traced calls of what the lines of a log say: a call begins, a call ends, a command, an answer.
///
/// Calls are numbered in the order in which they begin, and passed on when they end. An answer belongs to the oldest
/// open command of the same [Origin#key]. If several are open, the answers are marked as [Inference#ANSWER]. Calls
/// that are open at the end of the log have no outcome. Nothing is made up: handles, codes and times that a log does
/// not show are the unknown values of [TracedCall].
///
/// Times are nanoseconds since 1970 if the header of the trace has a start, otherwise since any moment, for example
/// midnight: then the first time that the log shows is time 0. [TracedCall#UNKNOWN_NANOS] stands for an unknown time.
public final class ExchangeAssembler {
    /// Most calls that may be open at a time; the oldest is given up for a further one.
    static final int MAX_OPEN = 1000;

    private final CallSink sink;
    private final Map<Object, ArrayDeque<Open>> open = new HashMap<>();
    private long base;
    private boolean hasBase;
    private final TimeOfDay clock = new TimeOfDay();
    private long sequence;
    private int openCalls;

    /// @param start the start in the header of the trace
    public ExchangeAssembler(CallSink sink, Optional<Instant> start) {
        this.sink = sink;
        hasBase = start.isPresent();
        base = start.map(instant -> instant.getEpochSecond() * 1_000_000_000L + instant.getNano())
                .orElse(0L);
    }

    /// A call that has begun.
    private static final class Open {
        final long sequence;
        final Origin origin;
        final long nanos;
        final Call call;
        boolean ambiguous;

        Open(long sequence, Origin origin, long nanos, Call call) {
            this.sequence = sequence;
            this.origin = origin;
            this.nanos = nanos;
            this.call = call;
        }
    }

    /// An SCardTransmit of which only the command is known.
    public static Call.Transmit transmit(Bytes command) {
        return new Call.Transmit(Call.UNKNOWN_HANDLE, Pci.UNKNOWN, command, OptionalLong.empty());
    }

    /// A command APDU is sent by a program or thread that waits for each answer. If a command is open, its answer is
    /// not in the log.
    ///
    /// @throws IOException from the sink
    public void nextCommand(Origin origin, long nanos, Call.Transmit command) throws IOException {
        for (var before = take(origin, Function.TRANSMIT); before != null; before = take(origin, Function.TRANSMIT)) {
            pass(before, Optional.of(TracedCall.Outcome.UNKNOWN));
        }
        begin(origin, nanos, command);
    }

    /// A command APDU is sent.
    ///
    /// @throws IOException from the sink
    public void command(Origin origin, long nanos, Bytes command) throws IOException {
        begin(origin, nanos, transmit(command));
    }

    /// A response APDU arrives; its return code is unknown. Without an open command, the command is unknown.
    ///
    /// @throws IOException from the sink
    public void response(Origin origin, long nanos, Bytes response) throws IOException {
        end(origin, Function.TRANSMIT, nanos, ReturnCode.UNKNOWN, new Result.Transmit(Pci.UNKNOWN, response));
    }

    /// A call begins.
    ///
    /// @throws IOException from the sink
    public void begin(Origin origin, long nanos, Call call) throws IOException {
        if (openCalls >= MAX_OPEN) {
            giveUpOldest();
        }
        openCalls++;
        open.computeIfAbsent(origin.key(), _ -> new ArrayDeque<>(2))
                .add(new Open(++sequence, origin, relative(nanos), call));
    }

    /// The oldest open call of the function with the origin's key ends. Without one, all arguments of the call are
    /// unknown.
    ///
    /// @throws IOException from the sink
    public void end(Origin origin, Function function, long nanos, ReturnCode code, Result result) throws IOException {
        var call = take(origin, function);
        long end = relative(nanos);
        if (call == null) {
            sink.accept(new TracedCall(
                    ++sequence,
                    origin.caller(),
                    TracedCall.UNKNOWN_NANOS,
                    new Call.NameOnly(function),
                    Optional.of(new TracedCall.Outcome(code, TracedCall.UNKNOWN_NANOS, result)),
                    origin.provenance()));
        } else {
            boolean timed = call.nanos != TracedCall.UNKNOWN_NANOS
                    && end != TracedCall.UNKNOWN_NANOS
                    && end >= call.nanos
                    && !clock.isCoarse();
            pass(
                    call,
                    Optional.of(
                            new TracedCall.Outcome(code, timed ? end - call.nanos : TracedCall.UNKNOWN_NANOS, result)));
        }
    }

    /// The oldest open call of the function with the origin's key ends as described, for logs that state durations.
    /// Does nothing without one.
    ///
    /// @return whether there was one
    /// @throws IOException from the sink
    public boolean end(Origin origin, Function function, TracedCall.Outcome outcome) throws IOException {
        var call = take(origin, function);
        if (call != null) {
            pass(call, Optional.of(outcome));
        }
        return call != null;
    }

    /// Reads the times of a log that has times of day.
    public TimeOfDay clock() {
        return clock;
    }

    /// The time of day of time 0, in the zone of the log. Empty if the log has no times of day, or before the first.
    Optional<LocalTime> timeOfDay() {
        return hasBase && clock.isUsed()
                ? Optional.of(LocalTime.ofNanoOfDay(Math.floorMod(base, TimeOfDay.DAY_NANOS)))
                : Optional.empty();
    }

    /// The number of a call that begins here, and whose arguments are on later lines.
    public long reserve() {
        return ++sequence;
    }

    /// A whole call, or a mark.
    ///
    /// @param nanos its start
    /// @throws IOException from the sink
    public void call(Origin origin, long nanos, Call call, Optional<TracedCall.Outcome> outcome) throws IOException {
        call(reserve(), origin, nanos, call, outcome);
    }

    /// A whole call that began when its number was reserved.
    ///
    /// @param number the result of [#reserve]
    /// @param nanos  its start
    /// @throws IOException from the sink
    public void call(long number, Origin origin, long nanos, Call call, Optional<TracedCall.Outcome> outcome)
            throws IOException {
        sink.accept(new TracedCall(number, origin.caller(), relative(nanos), call, outcome, origin.provenance()));
    }

    /// Something that the log says between calls, such as the ATR of a card.
    ///
    /// @throws IOException from the sink
    public void mark(Origin origin, long nanos, Call.Mark mark) throws IOException {
        call(origin, nanos, mark, Optional.of(TracedCall.Outcome.UNKNOWN));
    }

    /// Whether a call of the function is open for the origin's key.
    public boolean isOpen(Origin origin, Function function) {
        var calls = open.get(origin.key());
        return calls != null && calls.stream().anyMatch(candidate -> candidate.call.function() == function);
    }

    /// The log ends: calls that are open have no outcome.
    ///
    /// @throws IOException from the sink
    public void finish() throws IOException {
        while (openCalls > 0) {
            giveUpOldest();
        }
    }

    private Open take(Origin origin, Function function) {
        var calls = open.get(origin.key());
        if (calls == null) {
            return null;
        }
        Open found = null;
        int candidates = 0;
        for (Open candidate : calls) {
            if (candidate.call.function() == function) {
                candidates++;
                found = found == null ? candidate : found;
            }
        }
        if (candidates > 1) {
            calls.stream()
                    .filter(candidate -> candidate.call.function() == function)
                    .forEach(candidate -> candidate.ambiguous = true);
        }
        if (found != null) {
            remove(calls, found);
        }
        return found;
    }

    private void giveUpOldest() throws IOException {
        var oldest = open.values().stream()
                .map(ArrayDeque::getFirst)
                .min(Comparator.comparingLong(call -> call.sequence))
                .orElseThrow();
        remove(open.get(oldest.origin.key()), oldest);
        pass(oldest, Optional.empty());
    }

    private void remove(ArrayDeque<Open> calls, Open call) {
        calls.remove(call);
        openCalls--;
        if (calls.isEmpty()) {
            open.remove(call.origin.key());
        }
    }

    private void pass(Open call, Optional<TracedCall.Outcome> outcome) throws IOException {
        Provenance provenance = call.origin.provenance();
        sink.accept(new TracedCall(
                call.sequence,
                call.origin.caller(),
                call.nanos,
                call.call,
                outcome,
                call.ambiguous ? provenance.with(Inference.ANSWER) : provenance));
    }

    private long relative(long nanos) {
        if (nanos == TracedCall.UNKNOWN_NANOS) {
            return nanos;
        }
        if (!hasBase) {
            hasBase = true;
            base = nanos;
        }
        return nanos - base;
    }
}
