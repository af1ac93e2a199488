package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import dev.puce.testkit.Skip;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingReader;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecorderTest {
    private static final RecordingHeader HEADER = RecordingHeader.of("relay", Instant.EPOCH, Redaction.FULL);

    @TempDir
    private Path folder;

    private Path file;
    private final List<String> incidents = new ArrayList<>();

    @BeforeEach
    void nameFile() {
        file = folder.resolve("trace.jsonl");
    }

    @Test
    void writes_when_all_events_were_delivered() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.accept(event(1));
        recorder.accept(event(2));
        recorder.accept(new TraceEvent.CaughtUp());
        assertThat(Files.readAllLines(file)).hasSize(3); // before close(): a killed recorder leaves a readable file
        assertThat(recorder.recorded()).isEqualTo(2);
        recorder.close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void marks_are_not_counted_as_calls() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.accept(event(1));
        recorder.accept(new TraceEvent.Called(
                Calls.traced(2, new Call.Mark("card inserted", "", Optional.empty()), Result.NONE)));
        recorder.accept(new TraceEvent.CaughtUp());
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(recorder.recorded()).isEqualTo(1);
        recorder.close();
    }

    @Test
    void rotation_loses_no_calls() throws Exception {
        var recorder = recorder(file, new Rotation(2000, Duration.ZERO, 100));
        int calls = 100;
        for (int i = 1; i <= calls; i++) {
            recorder.accept(event(i));
            recorder.accept(new TraceEvent.CaughtUp());
        }
        recorder.close();
        int recorded = 0;
        int files = 0;
        try (var all = Files.list(folder)) {
            for (var one : all.toList()) {
                var lines = Files.readAllLines(one);
                assertThat(lines.getFirst()).contains("\"type\":\"header\"");
                assertThat(Files.size(one)).isLessThan(3000);
                recorded += lines.size() - 1;
                files++;
            }
        }
        assertThat(recorded).isEqualTo(calls);
        assertThat(files).isGreaterThan(5);
        assertThat(incidents).isEmpty();
    }

    @Test
    void no_file_exceeds_the_limit_unless_a_single_call_does() throws Exception {
        int most = 10_000;
        var recorder = recorder(file, new Rotation(most, Duration.ZERO, 1000));
        var random = new Random(47);
        int calls = 1000;
        for (int i = 1; i <= calls; i++) {
            int length = i % 100 == 0 ? 20_000 : random.nextInt(1000);
            recorder.accept(new TraceEvent.Called(callOf(i % 3, i, length)));
            if (i % 7 == 0) {
                recorder.accept(new TraceEvent.Incident(Caller.UNKNOWN, i, "something happened"));
            }
            if (i % 250 == 0) {
                recorder.accept(new TraceEvent.CaughtUp());
            }
        }
        recorder.close();

        int recorded = 0;
        int tooLong = 0;
        try (var all = Files.list(folder)) {
            for (var one : all.toList()) {
                var lines = Files.readAllLines(one);
                if (Files.size(one) > most) {
                    assertThat(lines).as(one.toString()).hasSize(2); // the header and the one call
                    tooLong++;
                }
                recorded += (int) lines.stream()
                        .filter(line -> line.contains("\"type\":\"call\""))
                        .count();
                assertThat(unknownProcesses(one)).as(one.toString()).isZero();
            }
        }
        assertThat(recorded).isEqualTo(calls);
        assertThat(recorder.recorded()).isEqualTo(calls);
        assertThat(tooLong).isEqualTo(10);
        assertThat(incidents).isEmpty();
    }

    @Test
    void file_may_reach_the_limit_exactly() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.accept(new TraceEvent.Called(callOf(1, 1, 100)));
        recorder.accept(new TraceEvent.Called(callOf(1, 2, 100)));
        recorder.close();
        long size = Files.size(file);
        for (long most : new long[] {size, size - 1}) {
            recorder = recorder(file, new Rotation(most, Duration.ZERO, 1));
            recorder.accept(new TraceEvent.Called(callOf(1, 1, 100)));
            recorder.accept(new TraceEvent.Called(callOf(1, 2, 100)));
            recorder.close();
            assertThat(Files.exists(folder.resolve("trace.jsonl.1"))).isEqualTo(most < size);
        }
    }

    /// Number of the file's calls without a description of their process.
    private static long unknownProcesses(Path one) throws IOException {
        return read(one).stream()
                .filter(call -> call.caller().commandLine().isEmpty())
                .count();
    }

    private static List<TracedCall> read(Path recording) throws IOException {
        var calls = new CallList();
        try (var in = Files.newInputStream(recording)) {
            new RecordingReader(in, (line, what) -> {
                        throw new AssertionError(line + ": " + what);
                    })
                    .read(calls);
        }
        return calls.calls();
    }

    private static TracedCall callOf(int pid, long sequence, int bytes) {
        var caller = new Caller(
                "program",
                OptionalInt.of(pid),
                OptionalInt.empty(),
                List.of("program", "-" + pid),
                Optional.empty(),
                1,
                Optional.empty());
        return new TracedCall(
                sequence,
                caller,
                sequence * 1000,
                new Call.SetAttrib(1, new Attribute(2), Bytes.of(new byte[bytes / 2])),
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 1000, Result.NONE)));
    }

    @Test
    void calls_lost_on_a_full_disk_are_counted() throws Exception {
        var full = Path.of("/dev/full");
        Skip.unless(Files.exists(full), "/dev/full is missing", "mount /dev");
        var link = Files.createSymbolicLink(folder.resolve("full"), full);
        var recorder = recorder(link, Rotation.NEVER);
        recorder.accept(event(1));
        recorder.accept(new TraceEvent.CaughtUp());
        recorder.accept(event(2));
        recorder.close();
        assertThat(recorder.lost()).isEqualTo(2);
        assertThat(incidents)
                .satisfiesExactly(
                        said -> assertThat(said).contains("cannot write " + link, "No space left"),
                        said -> assertThat(said).isEqualTo("2 calls are not in " + link));
    }

    @Test
    void write_failure_is_reported_once_and_the_total_at_the_end() throws Exception {
        Skip.unless(
                new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0,
                "mkfifo fails here",
                "apt-get install coreutils");
        var reader = Thread.ofPlatform().start(() -> {
            try (var in = Files.newInputStream(file)) {
                in.read(new byte[10_000]); // the header; then the reader ends
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        var recorder = recorder(file, Rotation.NEVER);
        reader.join();
        for (int i = 1; i <= 3; i++) {
            recorder.accept(event(i));
            recorder.accept(new TraceEvent.CaughtUp());
        }
        assertThat(recorder.recorded()).isZero();
        assertThat(recorder.lost()).isEqualTo(3);
        assertThat(incidents).singleElement().asString().contains("cannot write " + file, "Broken pipe");
        recorder.close();
        assertThat(incidents).hasSize(2).last().asString().isEqualTo("3 calls are not in " + file);
    }

    @Test
    void removed_file_is_created_again_before_the_next_write() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.accept(event(1));
        recorder.accept(new TraceEvent.CaughtUp());
        Files.delete(file);
        recorder.accept(event(2));
        recorder.accept(event(3));
        recorder.accept(new TraceEvent.CaughtUp());
        assertThat(incidents).singleElement().asString().contains("was removed or replaced");
        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        header -> assertThat(header).contains("\"header\""),
                        second -> assertThat(second).contains("\"seq\":2"),
                        third -> assertThat(third).contains("\"seq\":3"));
        recorder.close();
        assertThat(recorder.recorded()).isEqualTo(3);
        assertThat(recorder.lost()).isZero();
    }

    @Test
    void calls_are_counted_as_lost_if_the_file_cannot_be_created_again() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.accept(event(1));
        recorder.accept(new TraceEvent.CaughtUp());
        Files.delete(file);
        Files.delete(folder);
        recorder.accept(event(2));
        recorder.accept(new TraceEvent.CaughtUp());
        assertThat(incidents).singleElement().asString().contains("cannot write " + file);
        recorder.accept(event(3));
        recorder.close();
        assertThat(recorder.recorded()).isEqualTo(1);
        assertThat(recorder.lost()).isEqualTo(2);
        assertThat(incidents).last().asString().contains("2 calls are not in " + file);
        Files.createDirectory(folder);
    }

    private Recorder recorder(Path path, Rotation rotation) throws IOException {
        var recorder = new Recorder(path, HEADER, rotation, UnaryOperator.identity());
        recorder.onIncident(incidents::add);
        return recorder;
    }

    static TraceEvent event(long sequence) {
        return new TraceEvent.Called(call(sequence));
    }

    static TracedCall call(long sequence) {
        return new TracedCall(
                sequence,
                Caller.UNKNOWN,
                sequence * 1000,
                new Call.ReleaseContext(sequence),
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 1000, Result.NONE)));
    }
}
