package dev.puce.it.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce show` of the rotated files of one recording: the key file of a SIM is selected in the older file and read in
/// the newer one.
@Timeout(120)
class RotatedShowTest {
    @TempDir
    private Path folder;

    private String older;
    private String newer;

    @BeforeEach
    void record() throws IOException {
        older = write("sim.jsonl.1", Calls.connect(1, "Reader"), Calls.transmit(2, "A0A40000026F20", "9F0F"));
        newer = write("sim.jsonl", Calls.transmit(3, "A0B0000009", "A1A2A3A4A5A6A7A8079000"));
    }

    private String write(String name, TracedCall... calls) throws IOException {
        Path file = folder.resolve(name);
        try (var writer = new RecordingWriter(
                Files.newOutputStream(file), RecordingHeader.of("relay", Instant.EPOCH, Redaction.OFF), true)) {
            for (TracedCall call : calls) {
                writer.accept(call);
            }
        }
        return file.toString();
    }

    private static String show(String... arguments) throws IOException {
        String[] words = new String[arguments.length + 1];
        words[0] = "show";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return CommandResult.puce(Map.of(), words).succeeded("puce show").out();
    }

    @Test
    void rotated_files_are_one_trace_in_the_order_of_calls() throws IOException {
        String shown = show("-f", "json", newer, older);

        assertThat(shown.lines().filter(line -> line.contains("\"seq\":")))
                .satisfiesExactly(
                        connect -> assertThat(connect).contains("SCardConnect"),
                        select -> assertThat(select).contains("A0A40000026F20"),
                        read -> assertThat(read).contains("A0B0000009"));
        assertThat(shown).doesNotContain("sim.jsonl");
    }

    @Test
    void secret_in_the_newer_file_is_recognised_by_the_older_one() throws IOException {
        assertThat(show(newer, older)).contains("[hidden]").doesNotContain("A1 A2 A3 A4");
    }
}
