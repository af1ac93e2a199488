package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the files that export writes. Module `it-system` reads their content with Wireshark's programs.
class ExportCommandTest {
    private static final String RECORDING = """
            {"type":"header","format":"puce-recording","version":1,"start":"2026-11-22T13:00:00Z","source":"test"}
            """;

    @TempDir
    private Path folder;

    private Path recording;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void a_recording() throws IOException {
        recording = Files.writeString(folder.resolve("trace.jsonl"), RECORDING);
    }

    private int export(Path output) {
        return run("--to", "pcapng", recording.toString(), "--force", "-o", output.toString());
    }

    private int run(String... words) {
        return Puce.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                Stream.concat(Stream.of("export"), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void a_file_that_others_could_read_is_its_owners_then() throws IOException {
        var output = Files.writeString(folder.resolve("trace.pcapng"), "before");
        Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(export(output)).as(err.toString()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
                .isEqualTo("rw-------");
        assertThat(Files.readAllBytes(output)).startsWith(0x0A, 0x0D, 0x0D, 0x0A);
    }

    @Test
    void rotated_files_are_exported_as_one_trace() throws IOException {
        var parts = PersonalTrace.writeKeyFileInTwoParts(folder);
        Path table = folder.resolve("sim.csv");
        assertThat(run(
                        "--to",
                        "csv",
                        parts.getLast().toString(),
                        parts.getFirst().toString(),
                        "-o",
                        table.toString()))
                .as(err.toString())
                .isZero();
        assertThat(table)
                .content()
                .containsSubsequence("SCardConnect", "A0A40000026F20", "A0B0000009")
                .doesNotContain("A1A2A3A4");
        assertThat(err.toString()).contains("Wrote 3 calls to " + table);
    }

    @Test
    void files_of_different_recordings_are_not_mixed() throws IOException {
        Path other = PersonalTrace.writeKeyFileInTwoParts(folder).getFirst();
        Path table = folder.resolve("sim.csv");
        assertThat(run("--to", "csv", recording.toString(), other.toString(), "-o", table.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Run the command for each trace");
        assertThat(table).doesNotExist();
    }

    @Test
    void the_trace_itself_is_not_written_over() throws IOException {
        assertThat(export(folder.resolve(".").resolve("trace.jsonl"))).isEqualTo(1);
        assertThat(err.toString()).contains("is the trace itself");
        assertThat(recording).hasContent(RECORDING);
    }
}
