package dev.puce.trace.summary;

import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.IsoInstruction;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.TracedConnections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts calls, their durations and errors for each function, reader and instruction.
///
/// Memory is bounded: of very many readers or instructions the later ones are counted together.
public final class Summary implements CallSink {
    private static final int MAX_GROUPS = 512;
    private static final int MAX_RUNNING = 20;
    private static final String OTHERS = "others";
    private static final String NO_ERROR = "";
    private static final int VERIFY = 0x20;

    private final Map<String, CallStatistics> functions = new HashMap<>();
    private final Map<String, CallStatistics> readers = new HashMap<>();
    private final Map<Integer, CallStatistics> instructions = new HashMap<>();
    private final Map<Integer, String> statusWords = new HashMap<>();
    private final Map<Integer, String> codes = new HashMap<>();
    private final Set<Integer> processes = new HashSet<>();
    private final TracedConnections connections = new TracedConnections();
    private final CallStatistics all = new CallStatistics("all");
    private final List<TracedCall> running = new ArrayList<>();
    private long unfinished;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    /// No call has been counted yet.
    public Summary() {}

    @Override
    public void accept(TracedCall traced) {
        String reader = connections.reader(traced);
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
                    running.add(traced);
                }
            }
            return;
        }
        var outcome = traced.outcome().get();
        long nanos = outcome.durationNanos();
        if (traced.hasStart()) {
            lastNanos = Math.max(lastNanos, traced.startNanos() + (outcome.hasDuration() ? nanos : 0));
        }
        if (traced.caller().pid().isPresent() && processes.size() < MAX_GROUPS) {
            processes.add(traced.caller().pid().getAsInt());
        }
        String error = outcome.code().isFailure() && !Judgement.isEndOfWait(traced)
                ? codes.computeIfAbsent(
                        outcome.code().value(), _ -> outcome.code().symbol())
                : NO_ERROR;
        all.add(nanos, error);
        String function = traced.call().name();
        group(functions, function, function).add(nanos, error);
        if (!reader.isEmpty()) {
            group(readers, reader, reader).add(nanos, error);
        }
        if (traced.call() instanceof Call.Transmit transmit
                && transmit.sendBuffer().length() >= 2) {
            instruction(transmit).add(nanos, error.isEmpty() ? cardError(transmit, outcome.result()) : error);
        }
    }

    private CallStatistics instruction(Call.Transmit transmit) {
        int cla = transmit.sendBuffer().get(0);
        int ins = transmit.sendBuffer().get(1);
        var known = instructions.get((cla << 8) | ins);
        if (known != null) {
            return known;
        }
        String name = IsoInstruction.of(new ClassByte(cla), ins)
                .map(IsoInstruction::name)
                .orElse("unknown");
        return group(instructions, (cla << 8) | ins, "%02X %02X %s".formatted(cla, ins, name));
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

    private static <K> CallStatistics group(Map<K, CallStatistics> groups, K key, String name) {
        var known = groups.get(key);
        if (known == null) {
            known = groups.size() < MAX_GROUPS
                    ? new CallStatistics(name)
                    : groups.values().stream()
                            .filter(statistics -> statistics.name().equals(OTHERS))
                            .findFirst()
                            .orElseGet(() -> new CallStatistics(OTHERS));
            if (groups.size() <= MAX_GROUPS) {
                groups.put(key, known);
            }
        }
        return known;
    }

    /// All calls together.
    public CallStatistics all() {
        return all;
    }

    /// By function, the most time first.
    public List<CallStatistics> functions() {
        return sorted(functions);
    }

    /// By reader, the most time first; only calls whose reader is known.
    public List<CallStatistics> readers() {
        return sorted(readers);
    }

    /// SCardTransmit by class and instruction, the most time first.
    public List<CallStatistics> instructions() {
        return sorted(instructions);
    }

    /// Number of calls that never returned.
    public long unfinished() {
        return unfinished;
    }

    /// The first calls that never returned.
    public List<UnfinishedCall> unfinishedCalls() {
        return running.stream()
                .map(call -> new UnfinishedCall(
                        call.sequence(),
                        call.call().name(),
                        call.caller().program(),
                        call.hasStart() && hasSpan() ? Math.max(0, lastNanos - call.startNanos()) : 0))
                .toList();
    }

    /// Number of processes, as far as they are known.
    public int processes() {
        return processes.size();
    }

    /// Whether the times of calls are known.
    public boolean hasSpan() {
        return lastNanos >= firstNanos;
    }

    /// Time from the start of the first call to the end of the last, in nanoseconds; 0 if times are unknown.
    public long spanNanos() {
        return Math.max(0, lastNanos - Math.min(firstNanos, lastNanos));
    }

    private static List<CallStatistics> sorted(Map<?, CallStatistics> groups) {
        return groups.values().stream()
                .distinct()
                .sorted(Comparator.comparingLong(CallStatistics::totalNanos)
                        .reversed()
                        .thenComparing(CallStatistics::name))
                .toList();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
