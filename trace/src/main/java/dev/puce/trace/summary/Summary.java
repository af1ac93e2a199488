package dev.puce.trace.summary;

import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.IsoInstruction;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.TracedConnections;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Counts calls, their durations and errors for each function, reader and instruction.
///
/// Memory is bounded: of very many readers or instructions the later ones are counted together. Summaries of several
/// traces add up ([#add]), also after a way through another process.
public final class Summary implements ObservedSink, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_PROCESSES = 512;
    private static final int MAX_RUNNING = 20;
    private static final String NO_ERROR = "";
    private static final int VERIFY = 0x20;

    private final CallTable<String> functions = new CallTable<>();
    private final CallTable<String> readers = new CallTable<>();
    private final CallTable<Integer> instructions = new CallTable<>();
    private final HashMap<Integer, String> statusWords = new HashMap<>();
    private final HashMap<Integer, String> codes = new HashMap<>();
    private final HashSet<Integer> processes = new HashSet<>();
    private final transient TracedConnections connections = new TracedConnections();
    private final CallStatistics all = new CallStatistics("all");
    private final ArrayList<RunningCall> running = new ArrayList<>();
    private final OtherTraces others = new OtherTraces();
    private long unfinished;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    private record RunningCall(long sequence, String function, String program, long startNanos)
            implements Serializable {}

    /// The parts of added traces that do not add up in tables: each trace has its own processes and its own clock.
    private static final class OtherTraces implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        private final ArrayList<UnfinishedCall> unfinished = new ArrayList<>();
        private int processes;
        private boolean hasSpan;
        private long spanNanos;

        /// Keeps the longest waits. The order of the traces does not matter.
        private void addUnfinished(List<UnfinishedCall> more) {
            unfinished.addAll(more);
            unfinished.sort(Comparator.comparingLong(UnfinishedCall::waitedNanos)
                    .reversed()
                    .thenComparingLong(UnfinishedCall::sequence)
                    .thenComparing(UnfinishedCall::function)
                    .thenComparing(UnfinishedCall::program));
            unfinished
                    .subList(Math.min(unfinished.size(), MAX_RUNNING), unfinished.size())
                    .clear();
        }
    }

    /// No call has been counted yet.
    public Summary() {}

    /// Adds the calls of another trace. Its processes, and the time from its first call to its last, add up.
    public void add(Summary other) {
        functions.add(other.functions);
        readers.add(other.readers);
        instructions.add(other.instructions);
        all.add(other.all);
        unfinished += other.unfinished;
        others.addUnfinished(other.unfinishedCalls());
        others.processes += other.processes();
        others.hasSpan |= other.hasSpan();
        others.spanNanos += other.spanNanos();
    }

    @Override
    public void accept(TracedCall traced) {
        accept(traced, connections.reader(traced));
    }

    @Override
    public void accept(TracedCall traced, Observation seen) {
        accept(traced, seen.reader());
    }

    private void accept(TracedCall traced, String reader) {
        if (traced.call() instanceof Call.Mark) {
            return;
        }
        if (traced.hasStart()) {
            firstNanos = Math.min(firstNanos, traced.startNanos());
            lastNanos = Math.max(lastNanos, traced.startNanos());
        }
        if (traced.outcome().isEmpty()) {
            if (!(traced.call() instanceof Call.Unknown)) { // the end of a connection is not a call that returns
                unfinished++;
                if (running.size() < MAX_RUNNING) {
                    running.add(new RunningCall(
                            traced.sequence(),
                            traced.call().name(),
                            traced.caller().program(),
                            traced.startNanos()));
                }
            }
            return;
        }
        var outcome = traced.outcome().get();
        long nanos = outcome.durationNanos();
        if (traced.hasStart()) {
            lastNanos = Math.max(lastNanos, traced.startNanos() + (outcome.hasDuration() ? nanos : 0));
        }
        if (traced.caller().pid().isPresent() && processes.size() < MAX_PROCESSES) {
            processes.add(traced.caller().pid().getAsInt());
        }
        String error = outcome.code().isFailure() && !Judgement.isEndOfWait(traced)
                ? codes.computeIfAbsent(
                        outcome.code().value(), _ -> outcome.code().symbol())
                : NO_ERROR;
        all.add(nanos, error);
        String function = traced.call().name();
        functions.row(function, function).add(nanos, error);
        if (!reader.isEmpty()) {
            readers.row(reader, reader).add(nanos, error);
        }
        if (traced.call() instanceof Call.Transmit transmit
                && transmit.sendBuffer().length() >= 2) {
            instruction(transmit).add(nanos, error.isEmpty() ? cardError(transmit, outcome.result()) : error);
        }
    }

    private CallStatistics instruction(Call.Transmit transmit) {
        int cla = transmit.sendBuffer().get(0);
        int ins = transmit.sendBuffer().get(1);
        var known = instructions.known((cla << 8) | ins);
        if (known != null) {
            return known;
        }
        String name = IsoInstruction.of(new ClassByte(cla), ins)
                .map(IsoInstruction::name)
                .orElse("unknown");
        return instructions.row((cla << 8) | ins, "%02X %02X %s".formatted(cla, ins, name));
    }

    /// The status word in hex if it reports a warning or an error.
    private String cardError(Call.Transmit transmit, Result result) {
        if (!(result instanceof Result.Transmit(var _, var response, var _)) || response.length() < 2) {
            return NO_ERROR;
        }
        int end = response.length();
        int value = (response.get(end - 2) << 8) | response.get(end - 1);
        if (isQueryOfTries(transmit, value)) {
            return NO_ERROR;
        }
        return statusWords.computeIfAbsent(value, sw -> {
            var status = new StatusWord(sw);
            return switch (status.category()) {
                case NORMAL, PROPRIETARY -> NO_ERROR;
                case WARNING, EXECUTION_ERROR, CHECKING_ERROR, INVALID -> status.toString();
            };
        });
    }

    /// Whether a VERIFY without data asked for the tries left (ISO/IEC 7816-4:2020, 11.6.6).
    private static boolean isQueryOfTries(Call.Transmit transmit, int status) {
        return transmit.hidden().isEmpty()
                && transmit.sendBuffer().length() <= 5
                && transmit.sendBuffer().get(1) == VERIFY
                && new StatusWord(status).triesLeft().isPresent();
    }

    /// All calls together.
    public CallStatistics all() {
        return all;
    }

    /// By function, the most time first.
    public List<CallStatistics> functions() {
        return functions.sorted();
    }

    /// By reader, the most time first; only calls whose reader is known.
    public List<CallStatistics> readers() {
        return readers.sorted();
    }

    /// SCardTransmit by class and instruction, the most time first.
    public List<CallStatistics> instructions() {
        return instructions.sorted();
    }

    /// Number of calls that never returned.
    public long unfinished() {
        return unfinished;
    }

    /// The first calls that never returned.
    public List<UnfinishedCall> unfinishedCalls() {
        return Stream.concat(running.stream().map(this::unfinished), others.unfinished.stream())
                .limit(MAX_RUNNING)
                .toList();
    }

    private UnfinishedCall unfinished(RunningCall call) {
        boolean isTimed = call.startNanos() != TracedCall.UNKNOWN_NANOS && hasOwnSpan();
        return new UnfinishedCall(
                call.sequence(),
                call.function(),
                call.program(),
                isTimed ? Math.max(0, lastNanos - call.startNanos()) : 0);
    }

    /// Number of processes, as far as they are known.
    public int processes() {
        return processes.size() + others.processes;
    }

    /// Whether the times of calls are known.
    public boolean hasSpan() {
        return hasOwnSpan() || others.hasSpan;
    }

    private boolean hasOwnSpan() {
        return lastNanos >= firstNanos;
    }

    /// Time from the start of the first call to the end of the last, in nanoseconds; 0 if times are unknown. The sum
    /// over
    /// all traces.
    public long spanNanos() {
        return Math.max(0, lastNanos - Math.min(firstNanos, lastNanos)) + others.spanNanos;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
