package dev.puce.diagnose.trace.situation;

import dev.puce.decode.value.Outcome;
import dev.puce.diagnose.finding.Evidence;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.StepLine;
import dev.puce.trace.session.CardChange;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Everything that a rule may need to know of the calls so far: programs, readers and who holds their cards.
///
/// Memory is bounded: the programs and readers that were seen first are forgotten.
public final class Situation {
    private static final int MAX_PROGRAMS = 1 << 12;
    private static final int MAX_READERS = 1 << 8;
    private static final int MAX_HANDLES = 1 << 14;
    private static final int SELECT = 0xA4;

    /// VERIFY, EXTERNAL AUTHENTICATE and GENERAL AUTHENTICATE (ISO/IEC 7816-4:2020, 11.6).
    private static final Set<Integer> AUTHENTICATIONS = Set.of(0x20, 0x21, 0x82, 0x86, 0x87);

    private final Map<Object, Program> programs = new LinkedHashMap<>();
    private final Map<String, ReaderUse> readers = new LinkedHashMap<>();
    private final Map<Long, CardConnection> connections = new LinkedHashMap<>();
    private final StepLine lines = new StepLine();
    private Caller latestCaller;
    private Program latestProgram;
    private boolean sawReader;
    private boolean programFailed;
    private long position;
    private long nowNanos = TracedCall.UNKNOWN_NANOS;

    /// No call has been seen yet.
    public Situation() {}

    /// The program of a call.
    @SuppressWarnings("ReferenceEquality") // the same object for most calls of a program
    public Program program(Caller caller) {
        if (caller == latestCaller) {
            return latestProgram;
        }
        Object key = caller.pid().isPresent() ? (Object) caller.pid().getAsInt() : caller.program();
        var known = programs.get(key);
        if (known == null) {
            limit(programs, MAX_PROGRAMS);
            known = new Program(caller);
            programs.put(key, known);
        }
        latestCaller = caller;
        latestProgram = known;
        return known;
    }

    /// Number of programs.
    public int programs() {
        return programs.size();
    }

    /// The use of a reader.
    ///
    /// @param name name of the reader; the empty string if it is not known
    public ReaderUse reader(String name) {
        var known = readers.get(name);
        if (known == null) {
            limit(readers, MAX_READERS);
            known = new ReaderUse();
            readers.put(name, known);
        }
        return known;
    }

    /// The open connection with this handle.
    public Optional<CardConnection> connection(long handle) {
        return Optional.ofNullable(connections.get(handle));
    }

    /// Whether a program has seen a reader.
    public boolean sawReader() {
        return sawReader;
    }

    /// Whether the program has ended with a failure, at the end of the trace.
    public boolean programFailed() {
        return programFailed;
    }

    /// The latest time of the trace, in nanoseconds since its start, or [TracedCall#UNKNOWN_NANOS].
    public long nowNanos() {
        return nowNanos;
    }

    /// The step as evidence, in one line.
    public Evidence evidence(Step step) {
        return new Evidence(step.call().sequence(), step.last().sequence(), in(step.source()) + lines.of(step));
    }

    /// The call as evidence, in one line.
    public Evidence evidence(TracedCall call) {
        String source = call.provenance().source().orElse("");
        return new Evidence(call.sequence(), call.sequence(), in(source) + lines.of(Step.of(call, Observation.NONE)));
    }

    /// The name of the trace, if there are several.
    private static String in(String source) {
        return source.isEmpty() ? "" : source + ": ";
    }

    /// Takes note of the end of the program.
    ///
    /// @param exitStatus exit status of the program, if it is known
    public void ended(OptionalInt exitStatus) {
        programFailed = exitStatus.isPresent() && exitStatus.getAsInt() != 0;
    }

    /// Takes note of a step.
    public void observe(Step step, Judgement judgement) {
        position++;
        var call = step.last();
        var program = program(call.caller());
        tick(step, program);
        step.seen().changes().forEach(change -> changed(change, program, call));
        if (step.seen().exchange().isPresent()) {
            if (judgement == Judgement.NORMAL) {
                worked(step, program);
            }
            return;
        }
        switch (call.call()) {
            case Call.Unknown(String name, var _) when name.startsWith("connection ") -> closed(call.caller());
            case Call.ReleaseContext _ when succeeded(call) -> closed(call.caller());
            case Call.Connect connect -> connected(connect, call, program);
            case Call.Reconnect reconnect
            when succeeded(call) -> {
                share(reconnect.card(), reconnect.shareMode(), call);
                reset(reconnect.card(), reconnect.initialization(), program, call);
            }
            case Call.Disconnect disconnect
            when succeeded(call) -> {
                reset(disconnect.card(), disconnect.disposition(), program, call);
                var connection = connections.remove(disconnect.card());
                if (connection != null) {
                    reader(connection.reader()).disconnected(disconnect.card());
                }
            }
            case Call.BeginTransaction begin
            when succeeded(call) ->
                connection(begin.card()).ifPresent(at -> reader(at.reader()).begun(begin.card(), call));
            case Call.EndTransaction end
            when succeeded(call) -> {
                reset(end.card(), end.disposition(), program, call);
                connection(end.card()).ifPresent(at -> reader(at.reader()).ended());
            }
            default -> {
                if (call.result() instanceof Result.ListReaders(var names) && !names.isEmpty()) {
                    sawReader = true;
                }
            }
        }
        if (call.outcome().isPresent() && call.outcome().get().code().equals(ReturnCode.REMOVED_CARD)) {
            reader(step.seen().reader()).removed(new Incident(program, call, position));
        }
    }

    private void tick(Step step, Program program) {
        long end = endNanos(step.last());
        program.ended(end);
        if (end != TracedCall.UNKNOWN_NANOS) {
            nowNanos = Math.max(nowNanos, end);
        }
    }

    /// End of a call, or its start if it has no end; or [TracedCall#UNKNOWN_NANOS].
    private static long endNanos(TracedCall call) {
        if (!call.hasStart()) {
            return TracedCall.UNKNOWN_NANOS;
        }
        return call.startNanos()
                + call.outcome()
                        .filter(TracedCall.Outcome::hasDuration)
                        .map(TracedCall.Outcome::durationNanos)
                        .orElse(0L);
    }

    private void changed(CardChange change, Program program, TracedCall call) {
        if (!change.inserted()) {
            reader(change.reader()).removed(new Incident(program, call, position));
        }
    }

    private void worked(Step step, Program program) {
        var exchange = step.seen().exchange().orElseThrow();
        var outcome = exchange.status().outcome();
        if (outcome != Outcome.OK && outcome != Outcome.WARNING) {
            return;
        }
        int instruction = exchange.command().length() >= 2 ? exchange.command().get(1) : -1;
        if (Judgement.isSelectByName(exchange)) {
            var selection = new Incident(program, step.call(), position);
            program.selectedApplication(selection);
            reader(step.seen().reader()).selected(selection);
        } else if (instruction == SELECT) {
            program.selectedFile();
        } else {
            program.worked();
            if (AUTHENTICATIONS.contains(instruction)) {
                program.verified(new Incident(program, step.call(), position));
            }
        }
    }

    private void connected(Call.Connect connect, TracedCall call, Program program) {
        if (!connect.reader().isEmpty()) {
            sawReader = true;
        }
        if (!(call.result() instanceof Result.Connect(long card, var _)) || !Call.isKnown(card)) {
            return;
        }
        var connection = new CardConnection(
                card, program, call.caller().connection(), connect.reader(), connect.shareMode(), call);
        limit(connections, MAX_HANDLES);
        connections.put(card, connection);
        reader(connect.reader()).connected(connection);
    }

    private void share(long card, ShareMode mode, TracedCall call) {
        var before = connections.get(card);
        if (before != null) {
            var now = new CardConnection(card, before.program(), before.socket(), before.reader(), mode, call);
            connections.put(card, now);
            reader(before.reader()).connected(now);
        }
    }

    private void reset(long card, Disposition disposition, Program program, TracedCall call) {
        boolean resets = !disposition.equals(Disposition.LEAVE) && !disposition.equals(Disposition.UNKNOWN);
        if (resets) {
            connection(card).ifPresent(at -> reader(at.reader()).reset(new Incident(program, call, position)));
        }
    }

    private void closed(Caller caller) {
        int socket = caller.connection();
        if (socket > 0) {
            var program = program(caller);
            connections.values().removeIf(connection -> connection.isOf(program, socket));
            readers.values().forEach(use -> use.closed(program, socket));
        }
    }

    private static boolean succeeded(TracedCall call) {
        return call.outcome().isPresent() && call.outcome().get().code().isSuccess();
    }

    private static void limit(Map<?, ?> map, int most) {
        if (map.size() >= most) {
            var eldest = map.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }
}
