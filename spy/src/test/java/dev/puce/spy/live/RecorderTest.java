package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
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
    void a_file() {
        file = folder.resolve("trace.jsonl");
    }

    @Test
    void writes_what_passed_when_everything_was_told() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.call(call(1));
        recorder.call(call(2));
        recorder.caughtUp();
        assertThat(Files.readAllLines(file)).hasSize(3); // before closing: a killed recorder leaves a readable file
        assertThat(recorder.recorded()).isEqualTo(2);
        recorder.close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void goes_on_in_a_new_file_when_this_one_is_full_and_loses_nothing() throws Exception {
        var recorder = recorder(file, new Rotation(2000, Duration.ZERO, 100));
        int calls = 100;
        for (int i = 1; i <= calls; i++) {
            recorder.call(call(i));
            recorder.caughtUp();
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
    void no_file_is_longer_than_it_may_be_unless_a_single_call_is() throws Exception {
        int most = 10_000;
        var recorder = recorder(file, new Rotation(most, Duration.ZERO, 1000));
        var random = new Random(47);
        int calls = 1000;
        for (int i = 1; i <= calls; i++) {
            int length = i % 100 == 0 ? 20_000 : random.nextInt(1000);
            recorder.call(callOf(i % 3, i, length));
            if (i % 7 == 0) {
                recorder.incident(Caller.UNKNOWN, i, "something happened");
            }
            if (i % 250 == 0) {
                recorder.caughtUp();
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
                assertThat(processesNotTold(one)).as(one.toString()).isZero();
            }
        }
        assertThat(recorded).isEqualTo(calls);
        assertThat(recorder.recorded()).isEqualTo(calls);
        assertThat(tooLong).isEqualTo(10);
        assertThat(incidents).isEmpty();
    }

    @Test
    void a_file_that_is_full_to_the_last_byte_is_not_too_long() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.call(callOf(1, 1, 100));
        recorder.call(callOf(1, 2, 100));
        recorder.close();
        long size = Files.size(file);
        for (long most : new long[] {size, size - 1}) {
            recorder = recorder(file, new Rotation(most, Duration.ZERO, 1));
            recorder.call(callOf(1, 1, 100));
            recorder.call(callOf(1, 2, 100));
            recorder.close();
            assertThat(Files.exists(folder.resolve("trace.jsonl.1"))).isEqualTo(most < size);
        }
    }

    /// How many of the file's calls are by somebody of whom nothing is known.
    private static long processesNotTold(Path one) throws IOException {
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
    void calls_for_which_there_is_no_memory_are_counted_and_told_and_the_others_recorded() throws Exception {
        var recorder = new Recorder(file, HEADER, Rotation.NEVER, sink -> new CallSink() {
            @Override
            public void accept(TracedCall call) throws IOException {
                if (call.sequence() % 2 == 0) {
                    throw new OutOfMemoryError("as if");
                }
                sink.accept(call);
            }

            @Override
            public void close() {}
        });
        recorder.onIncident(incidents::add);
        for (int i = 1; i <= 5; i++) {
            recorder.call(call(i));
        }
        recorder.caughtUp();
        recorder.call(call(6));
        recorder.close();
        assertThat(incidents)
                .containsExactly(
                        "2 calls are not in " + file + ": puce had no memory left",
                        "1 call is not in " + file + ": puce had no memory left");
        assertThat(recorder.recorded()).isEqualTo(3);
        assertThat(recorder.lost()).isEqualTo(3);
        assertThat(Files.readAllLines(file)).hasSize(4);
    }

    @Test
    void lines_that_cannot_be_written_for_want_of_memory_are_written_later_and_the_file_has_no_torn_line()
            throws Exception {
        try (var disk = new ShortOfMemoryFile(file)) {
            var recorder = recorderOn(disk);
            recorder.call(call(1));
            recorder.caughtUp();
            disk.hasMemory(false);
            recorder.call(call(2));
            recorder.caughtUp(); // leaves a piece of a line, which cannot be taken back
            disk.hasMemory(true);
            recorder.call(call(3));
            recorder.close();
            assertThat(recorder.recorded()).isEqualTo(3);
        }
        assertThat(read(file)).extracting(TracedCall::sequence).containsExactly(1L, 2L, 3L);
        assertThat(incidents).isEmpty();
    }

    @Test
    void lines_that_wait_for_memory_are_bounded_and_what_exceeds_them_is_counted_and_told() throws Exception {
        int calls = 100;
        try (var disk = new ShortOfMemoryFile(file)) {
            var recorder = recorderOn(disk);
            disk.hasMemory(false);
            for (int i = 1; i <= calls; i++) {
                recorder.call(callOf(1, i, 20_000));
            }
            disk.hasMemory(true);
            recorder.close();
            assertThat(recorder.recorded()).isBetween(1L, 20L);
            assertThat(recorder.recorded() + recorder.lost()).isEqualTo(calls);
            assertThat(incidents)
                    .containsExactly(recorder.lost() + " calls are not in " + file + ": puce had no memory left");
            assertThat(Files.readAllLines(file)).hasSize(1 + (int) recorder.recorded());
        }
    }

    private Recorder recorderOn(ShortOfMemoryFile disk) throws IOException {
        var recorder = new Recorder(file, HEADER, Rotation.NEVER, UnaryOperator.identity(), _ -> disk);
        recorder.onIncident(incidents::add);
        return recorder;
    }

    @Test
    void a_disk_that_is_full_from_the_begin_costs_calls_and_says_how_many() throws Exception {
        var full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        var link = Files.createSymbolicLink(folder.resolve("full"), full);
        var recorder = recorder(link, Rotation.NEVER);
        recorder.call(call(1));
        recorder.caughtUp();
        recorder.call(call(2));
        recorder.close();
        assertThat(recorder.lost()).isEqualTo(2);
        assertThat(incidents)
                .satisfiesExactly(
                        said -> assertThat(said).contains("cannot write " + link, "No space left"),
                        said -> assertThat(said).isEqualTo("2 calls are not in " + link));
    }

    @Test
    void what_cannot_be_written_is_counted_and_told_once() throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0, "no mkfifo here");
        var reader = Thread.ofPlatform().start(() -> {
            try (var in = Files.newInputStream(file)) {
                in.read(new byte[10_000]); // the header, then nobody reads any more
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        var recorder = recorder(file, Rotation.NEVER);
        reader.join();
        for (int i = 1; i <= 3; i++) {
            recorder.call(call(i));
            recorder.caughtUp();
        }
        assertThat(recorder.recorded()).isZero();
        assertThat(recorder.lost()).isEqualTo(3);
        assertThat(incidents).singleElement().asString().contains("cannot write " + file, "Broken pipe");
        recorder.close();
    }

    @Test
    void a_file_that_somebody_removed_is_made_again_before_anything_more_is_written() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.call(call(1));
        recorder.caughtUp();
        Files.delete(file);
        recorder.call(call(2));
        recorder.call(call(3));
        recorder.caughtUp();
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
    void calls_for_which_no_file_can_be_made_again_are_counted_and_told() throws Exception {
        var recorder = recorder(file, Rotation.NEVER);
        recorder.call(call(1));
        recorder.caughtUp();
        Files.delete(file);
        Files.delete(folder);
        recorder.call(call(2));
        recorder.caughtUp();
        assertThat(incidents).singleElement().asString().contains("cannot write " + file);
        recorder.call(call(3));
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

    static TracedCall call(long sequence) {
        return new TracedCall(
                sequence,
                Caller.UNKNOWN,
                sequence * 1000,
                new Call.ReleaseContext(sequence),
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 1000, Result.NONE)));
    }
}
