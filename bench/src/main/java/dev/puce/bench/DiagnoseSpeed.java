package dev.puce.bench;

import dev.puce.diagnose.trace.TraceDiagnosis;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How much CPU time and memory does the diagnosis of a million calls need? The aim is at most 10 s on one core, with a
/// heap that does not grow. The calls are those of a recording, again and again, each time with other handles.
///
///     java -Xmx64m -cp 'bench/target/classes:bench/target/lib/*' dev.puce.bench.DiagnoseSpeed RECORDING
public final class DiagnoseSpeed {
    private static final int CALLS = 1_000_000;
    private static final int ROUNDS = 3;

    private DiagnoseSpeed() {}

    private record Recorded(List<TracedCall> calls) implements CallSink {
        @Override
        public void accept(TracedCall call) {
            calls.add(call);
        }

        @Override
        public void close() {}
    }

    /// Measures the recording that the argument names.
    public static void main(String[] arguments) throws IOException {
        var recorded = new Recorded(new ArrayList<>());
        var options = TraceFile.Options.redacting(Redaction.FULL);
        try (var trace = TraceFile.open(Path.of(arguments[0]), options, (_, problem) -> {
            throw new IllegalArgumentException(problem);
        })) {
            trace.read(recorded);
        }
        var threads = ManagementFactory.getThreadMXBean();
        var memory = ManagementFactory.getMemoryMXBean();
        for (int round = 1; round <= ROUNDS; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            var diagnosis = new TraceDiagnosis();
            long heapAtHalf = 0;
            for (int i = 0; i < CALLS; i++) {
                int again = i / recorded.calls().size();
                diagnosis.accept(numbered(recorded.calls().get(i % recorded.calls().size()), i + 1L, again));
                if (i == CALLS / 2) {
                    System.gc();
                    heapAtHalf = memory.getHeapMemoryUsage().getUsed();
                }
            }
            System.gc();
            long heapAtEnd = memory.getHeapMemoryUsage().getUsed();
            var result = diagnosis.result();
            double seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
            System.out.printf(
                    "round %d: %d calls, %d findings, %.2f s CPU, heap %d kB after half, %d kB at the end%n",
                    round, result.calls(), result.findings().size(), seconds, heapAtHalf / 1024, heapAtEnd / 1024);
        }
    }

    /// The call with another number, a later start, and the handles of another run.
    private static TracedCall numbered(TracedCall call, long sequence, int run) {
        Call moved =
                switch (call.call()) {
                    case Call.Transmit it ->
                        new Call.Transmit(it.card() + run, it.sendPci(), it.sendBuffer(), it.recvLength(), it.hidden());
                    case Call.BeginTransaction it -> new Call.BeginTransaction(it.card() + run);
                    case Call.EndTransaction it -> new Call.EndTransaction(it.card() + run, it.disposition());
                    case Call.Disconnect it -> new Call.Disconnect(it.card() + run, it.disposition());
                    case Call.Status it -> new Call.Status(it.card() + run);
                    default -> call.call();
                };
        var outcome = call.outcome()
                .map(end -> end.result() instanceof Result.Connect connect
                        ? new TracedCall.Outcome(
                                end.code(),
                                end.durationNanos(),
                                new Result.Connect(connect.card() + run, connect.activeProtocol()))
                        : end);
        return new TracedCall(sequence, call.caller(), sequence * 1_000_000, moved, outcome, call.provenance());
    }
}
