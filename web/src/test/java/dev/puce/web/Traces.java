package dev.puce.web;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Traces for tests.
final class Traces {
    static final String SELECT_PIV = "00A404000BA000000308000010000100";
    static final String VERIFY = "0020008008313233343536FFFF";

    private Traces() {}

    /// Connects, selects PIV, verifies a wrong PIN, and asks for an object that the card does not have.
    static List<TracedCall> piv() {
        return List.of(
                Calls.connect(1, "Reader 00 00"),
                Calls.transmit(2, SELECT_PIV, "61094F0600001000010079074F05A0000003089000"),
                Calls.transmit(3, VERIFY, "63C2"),
                Calls.transmit(4, "00CB3FFF055C035FC10C", "6A82"));
    }

    /// Repeats the last two calls of [#piv], with growing numbers.
    static List<TracedCall> many(int count) {
        var calls = new ArrayList<>(piv());
        for (int i = calls.size() + 1; i <= count; i++) {
            calls.add(
                    i % 2 == 0 ? Calls.transmit(i, VERIFY, "63C2") : Calls.transmit(i, "00CB3FFF055C035FC10C", "6A82"));
        }
        return calls;
    }

    /// Programs A and B in turn, in the order in which the calls end. A lists readers in calls 1 and 3, while call 2
    /// of B begins a transaction. Then both have a transaction: B with calls 5 and 7, A with calls 4 and 6.
    static List<TracedCall> interleaved() {
        return List.of(
                by("A", listReaders(1)),
                by("A", listReaders(3)),
                by("B", Calls.traced(2, new Call.BeginTransaction(Calls.CARD), Result.NONE)),
                by("A", Calls.traced(4, new Call.BeginTransaction(Calls.CARD + 1), Result.NONE)),
                by("B", Calls.transmit(5, "00B0000002", "6982")),
                by("B", Calls.traced(7, new Call.EndTransaction(Calls.CARD, Disposition.LEAVE), Result.NONE)),
                by("A", Calls.transmit(6, "00B0000010", "9000")));
    }

    /// Two threads of one program, in the order in which the calls end. Thread A lists readers in calls 1 and 4,
    /// and reads with calls 6 and 8. Thread B makes calls 2 and 7, which begin between them. With call 3, it begins
    /// a transaction.
    static List<TracedCall> threads() {
        return List.of(
                in("A", listReaders(1)),
                in("B", Calls.traced(3, new Call.BeginTransaction(Calls.CARD + 1), Result.NONE)),
                in("A", listReaders(4)),
                in("B", Calls.transmit(2, "00B0000002", "6982")),
                in("A", Calls.transmit(6, "00CB3FFF055C035FC107", "6102")),
                in("A", Calls.transmit(8, "00C0000002", "53009000")),
                in("B", listReaders(7)));
    }

    private static TracedCall in(String thread, TracedCall call) {
        var caller = new Caller(
                "program",
                OptionalInt.of(4711),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                0,
                Optional.of(thread));
        return call.with(caller);
    }

    private static TracedCall listReaders(long number) {
        return Calls.traced(
                number, new Call.ListReaders(1, Optional.empty()), new Result.ListReaders(List.of("Reader 00 00")));
    }

    private static TracedCall by(String program, TracedCall call) {
        var caller = new Caller(
                program, OptionalInt.empty(), OptionalInt.empty(), List.of(), Optional.empty(), 0, Optional.empty());
        return call.with(caller);
    }

    static TraceIndex index(List<TracedCall> calls) {
        var index = new TraceIndex();
        calls.forEach(index::accept);
        index.close();
        return index;
    }

    static byte[] recording(List<TracedCall> calls) {
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), false)) {
            for (var call : calls) {
                writer.accept(call);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static TraceFile file(List<TracedCall> calls) throws IOException {
        return TraceFile.of(
                new ByteArrayInputStream(recording(calls)),
                "test",
                TraceFile.Options.redacting(Redaction.FULL),
                (line, what) -> {
                    throw new AssertionError(what);
                });
    }
}
