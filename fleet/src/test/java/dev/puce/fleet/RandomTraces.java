package dev.puce.fleet;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.pcsc.TracedCall.Outcome;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/// Random recordings: whole, and the same calls in rotated files.
final class RandomTraces {
    private static final List<String> READERS =
            List.of("ACS ACR39U 00 00", "Gemalto PC Twin (A1B2) 00 00", "Gemalto PC Twin (C3D4) 01 00");
    private static final List<String> COMMANDS =
            List.of("00A4040007A0000003080000", "00CB3FFF055C035FC10500", "00B0000000", "0084000008", "80CA9F7F00");
    private static final List<String> ANSWERS = List.of("9000", "6A82", "6982", "01029000", "63C2");
    private static final List<ReturnCode> ERRORS =
            List.of(ReturnCode.SHARING_VIOLATION, ReturnCode.REMOVED_CARD, ReturnCode.RESET_CARD);

    private final RandomGenerator random;

    RandomTraces(RandomGenerator random) {
        this.random = random;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /// Calls of some programs, which connect to readers, send commands and disconnect.
    List<TracedCall> calls() {
        var calls = new ArrayList<TracedCall>();
        int sessions = random.nextInt(1, 20);
        long nanos = random.nextLong(1, 1_000_000_000);
        for (int session = 0; session < sessions; session++) {
            var caller = new Caller(
                    any(List.of("firefox", "scdaemon", "")),
                    random.nextBoolean() ? OptionalInt.of(random.nextInt(1, 5)) : OptionalInt.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    Optional.empty(),
                    session + 1,
                    Optional.empty());
            long card = 100L + session;
            var session1 = new ArrayList<Call>();
            session1.add(new Call.EstablishContext(Scope.SYSTEM));
            session1.add(new Call.Connect(session, any(READERS), ShareMode.SHARED, Protocols.ANY));
            for (int i = random.nextInt(0, 30); i > 0; i--) {
                session1.add(new Call.Transmit(card, Calls.T1, Bytes.hex(any(COMMANDS)), OptionalLong.empty()));
            }
            session1.add(new Call.Disconnect(card, Disposition.LEAVE));
            for (var call : session1) {
                long duration = (long) Math.exp(random.nextDouble(8, 20));
                calls.add(new TracedCall(calls.size() + 1L, caller, nanos, call, outcome(call, card, duration)));
                nanos += duration + random.nextLong(1_000_000);
            }
        }
        return calls;
    }

    private Optional<Outcome> outcome(Call call, long card, long duration) {
        int luck = random.nextInt(40);
        if (luck == 0) {
            return Optional.empty();
        }
        if (luck < 3) {
            return Optional.of(new Outcome(any(ERRORS), duration, Result.NONE));
        }
        var result = switch (call) {
            case Call.EstablishContext _ -> new Result.EstablishContext(card);
            case Call.Connect _ -> new Result.Connect(card, Protocol.T1);
            case Call.Transmit _ -> new Result.Transmit(Calls.T1, Bytes.hex(any(ANSWERS)));
            default -> Result.NONE;
        };
        return Optional.of(new Outcome(ReturnCode.SUCCESS, duration, result));
    }

    /// A header of a machine.
    RecordingHeader header(int number) {
        return new RecordingHeader(
                Instant.parse("2026-11-01T00:00:00Z").plusSeconds(number * 40_000L),
                Optional.of("desk" + number % 3),
                "puce test",
                "relay",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Redaction.FULL);
    }

    /// Writes a recording.
    static void write(Path file, RecordingHeader header, List<TracedCall> calls) throws IOException {
        try (OutputStream out = file.toString().endsWith(".gz")
                        ? new GZIPOutputStream(Files.newOutputStream(file))
                        : Files.newOutputStream(file);
                var writer = new RecordingWriter(out, header, true)) {
            for (var call : calls) {
                writer.accept(call);
            }
        }
    }

    /// Writes a recording in up to four files, as `--rotate` does, some of them compressed.
    ///
    /// @param newest name of the newest file
    void writeRotated(Path newest, RecordingHeader header, List<TracedCall> calls) throws IOException {
        int files = random.nextInt(1, Math.min(4, calls.size()) + 1);
        for (int i = 0; i < files; i++) {
            int age = files - 1 - i;
            String name = newest + (age == 0 ? "" : "." + age + (random.nextBoolean() ? ".gz" : ""));
            write(Path.of(name), header, calls.subList(i * calls.size() / files, (i + 1) * calls.size() / files));
        }
    }
}
