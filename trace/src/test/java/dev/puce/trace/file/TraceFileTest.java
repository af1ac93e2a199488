package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.recording.RecordingBytes;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceFileTest {
    private static final String LOG = """
            7F01@>|1700000000|0|SCardReleaseContext
            7F01@0x11111111
            7F01@<|1700000000|7|SCardReleaseContext|0x00000000
            """;

    private final List<String> problems = new ArrayList<>();

    private TraceFile open(byte[] content, TraceFile.Options options) throws IOException {
        return TraceFile.of(new ByteArrayInputStream(content), "test", options, new ProblemListener() {
            @Override
            public void problem(long line, String what) {
                problems.add(line + ": " + what);
            }

            @Override
            public void file(String what) {
                problems.add(what);
            }
        });
    }

    private List<TracedCall> read(byte[] content) throws IOException {
        var calls = new CallList();
        try (var trace = open(content, TraceFile.Options.redacting(Redaction.FULL))) {
            trace.read(calls);
        }
        return calls.calls();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertReadsLog(byte[] content) throws IOException {
        assertThat(read(content)).extracting(TracedCall::call).containsExactly(new Call.ReleaseContext(0x11111111));
        assertThat(problems).isEmpty();
    }

    @Test
    void content_decides_the_format() throws IOException {
        var recording = RecordingBytes.of(List.of(Calls.transmit(1, "00A4040000", "9000")));
        try (var trace = open(recording, TraceFile.Options.redacting(Redaction.FULL))) {
            assertThat(trace.format().name()).isEqualTo("recording");
        }
        try (var trace = open(utf8(LOG), TraceFile.Options.redacting(Redaction.FULL))) {
            assertThat(trace.format().name()).isEqualTo("libpcscspy");
            assertThat(trace.header().start())
                    .hasValueSatisfying(
                            start -> assertThat(start.getEpochSecond()).isEqualTo(1_700_000_000));
        }
        assertReadsLog(utf8(LOG));
    }

    @Test
    void carriage_returns_change_nothing() throws IOException {
        assertReadsLog(utf8(LOG.replace("\n", "\r\n")));
    }

    @Test
    void byte_order_marks_are_skipped_and_utf_16_is_decoded() throws IOException {
        assertReadsLog(utf8("\uFEFF" + LOG));
        assertReadsLog(("\uFEFF" + LOG).getBytes(StandardCharsets.UTF_16LE));
        assertReadsLog(("\uFEFF" + LOG).getBytes(StandardCharsets.UTF_16BE));
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(utf8(text));
        }
        return out.toByteArray();
    }

    @Test
    void gzip_content_is_decompressed() throws IOException {
        assertReadsLog(gzip(LOG));
    }

    @Test
    void gzip_content_that_ends_early_or_is_damaged_yields_its_first_part() throws IOException {
        var whole = gzip(LOG.repeat(2000));
        var cut = read(Arrays.copyOf(whole, whole.length * 3 / 4));
        assertThat(cut.size()).isBetween(100, 1999);
        assertThat(problems)
                .contains("the gzip data is damaged or ends early; puce has read the part before")
                .hasSizeLessThanOrEqualTo(3); // the last line and its call may be cut, too

        problems.clear();
        var damaged = whole.clone();
        damaged[whole.length - 6] ^= 0x55; // of the checksum
        assertThat(read(damaged)).hasSize(2000);
        assertThat(problems).containsExactly("the gzip data is damaged or ends early; puce has read the part before");

        for (int length = 3; length <= 12; length++) {
            byte[] start = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(start)).hasMessage("test is empty");
        }
    }

    @Test
    void the_stated_format_overrides_detection() {
        var options = new TraceFile.Options(Redaction.FULL, Optional.of("recording"));
        assertThatThrownBy(() -> open(utf8(LOG), options)).isInstanceOf(IOException.class);
        var unknown = new TraceFile.Options(Redaction.FULL, Optional.of("foo"));
        assertThatThrownBy(() -> open(utf8(LOG), unknown))
                .hasMessageContaining("\"foo\" is not a trace format; there are recording, libpcscspy");
    }

    @Test
    void files_in_no_known_format_are_refused(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("t"), "hello\n");
        assertThatThrownBy(() -> TraceFile.open(file, TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is not in a format that puce reads. `puce show --formats` lists them");
        assertThatThrownBy(() -> read(new byte[0])).hasMessage("test is empty");
        assertThatThrownBy(() -> read(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0}))
                .hasMessage("test is compressed; decompress it first: `zstd -dc FILE | puce COMMAND -`");
        var stated = new TraceFile.Options(Redaction.FULL, Optional.of("pcscd"));
        assertThatThrownBy(() -> open(new byte[] {0x42, 0x5A, 0x68, 0x39, 0}, stated))
                .hasMessage("test is compressed; decompress it first: `bzip2 -dc FILE | puce COMMAND -`");
        assertThatThrownBy(() -> read(new byte[] {0, 0x10, 0, 0, 0x11, 0, 0, 0, (byte) 0xD0, 0}))
                .hasMessageContaining("test is the binary log of macOS; convert it on a Mac with `/usr/bin/log show");
        var archive = Files.createDirectory(folder.resolve("system_logs.logarchive"));
        assertThatThrownBy(
                        () -> TraceFile.open(archive, TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {}))
                .hasMessageStartingWith(archive + " is the binary log of macOS; ");
    }

    @Test
    void calls_leave_without_secrets() throws IOException {
        var recording = RecordingBytes.of(List.of(Calls.transmit(1, "002000800431323334", "9000")));
        assertThat(read(recording))
                .extracting(TracedCall::call)
                .allSatisfy(call -> assertThat(((Call.Transmit) call).hidden()).isPresent());
        var calls = new CallList();
        try (var trace = open(recording, TraceFile.Options.redacting(Redaction.OFF))) {
            trace.read(calls);
        }
        assertThat(calls.calls())
                .extracting(TracedCall::call)
                .allSatisfy(call -> assertThat(((Call.Transmit) call).hidden()).isEmpty());
    }

    @Test
    void a_pipe_that_pauses_is_opened_at_the_first_line_that_names_its_format() throws IOException {
        try (var writer = new PipedOutputStream();
                InputStream reader = new PipedInputStream(writer)) {
            writer.write(utf8(LOG.lines().findFirst().orElseThrow() + "\n"));
            writer.flush();
            try (var trace =
                    TraceFile.of(reader, "pipe", TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {})) {
                assertThat(trace.format().name()).isEqualTo("libpcscspy");
            }
        }
    }
}
