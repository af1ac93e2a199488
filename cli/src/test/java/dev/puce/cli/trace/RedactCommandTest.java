package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path trace;

    @BeforeEach
    void record() throws IOException {
        trace = folder.resolve("trace.jsonl");
        PersonalTrace.write(trace);
    }

    private int run(String... words) {
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

    @Test
    void secrets_are_removed_and_data_stay() throws IOException {
        Path clean = folder.resolve("clean.jsonl");
        assertThat(run("redact", trace.toString(), "-o", clean.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(clean))
                .contains("4A6F686E9000", "johns-laptop")
                .doesNotContain("31323334");
        assertThat(out.toString()).contains("Wrote " + clean, "calls         3, 2 commands to cards");
    }

    @Test
    void public_trace_has_no_personal_data() throws IOException {
        Path clean = folder.resolve("public.jsonl");
        assertThat(run("redact", trace.toString(), "-o", clean.toString(), "--for", "public"))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(clean))
                .contains("\"structure\":\"4 bytes\"", "Reader (serial 1) 00 00", "\"redaction\":\"public\"")
                .doesNotContain("31323334", "4A6F686E", "john", "letter.pdf", "99887766");
        assertThat(out.toString()).contains("redaction     public, bytes of 2 commands and responses are hidden");
    }

    @Test
    void output_is_required_and_may_not_be_the_trace() {
        assertThat(run("redact", trace.toString())).isEqualTo(2);
        assertThat(run("redact", trace.toString(), "--force", "-o", trace.toString()))
                .isEqualTo(1);
        assertThat(run("redact", trace.toString(), "-o", folder + "/x", "--for", "nobody"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is the trace itself", "maintainer, public");
    }

    @Test
    void info_describes_a_trace_in_text_and_json() {
        assertThat(run("info", trace.toString())).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("format        recording, by puce", "readers       Reader (99887766) 00 00");
        assertThat(run("info", "--json", trace.toString())).isZero();
        assertThat(out.toString()).contains("{\"format\":\"recording\",", "\"calls\":3,\"commands\":2,");
    }

    @Test
    void rotated_files_are_redacted_as_one_trace() throws IOException {
        var parts = PersonalTrace.writeKeyFileInTwoParts(folder);
        Path clean = folder.resolve("clean.jsonl");
        assertThat(run("redact", parts.getLast().toString(), parts.getFirst().toString(), "-o", clean.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(clean)).contains("A0A40000026F20").doesNotContain("A1A2A3A4");
        assertThat(out.toString()).contains("calls         3, 2 commands to cards");
    }

    @Test
    void info_and_summary_read_rotated_files_as_one_trace() throws IOException {
        var parts = PersonalTrace.writeKeyFileInTwoParts(folder);
        for (String command : List.of("info", "summary")) {
            assertThat(run(command, parts.getLast().toString(), parts.getFirst().toString()))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(out.toString()).contains("calls         3, 2 commands to cards", "3 calls of 1 process");
    }

    @Test
    void files_of_different_recordings_are_not_mixed() throws IOException {
        Path clean = folder.resolve("clean.jsonl");
        Path other = PersonalTrace.writeKeyFileInTwoParts(folder).getFirst();
        assertThat(run("redact", trace.toString(), other.toString(), "-o", clean.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("The FILEs are not the rotated files of one recording");
        assertThat(clean).doesNotExist();
    }

    @Test
    void output_that_is_a_folder_is_named() {
        assertThat(run("redact", trace.toString(), "-o", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("puce: Cannot write " + folder + ": it is a folder. Name a file in it");
    }

    @Test
    void full_device_stays() throws IOException {
        Path full = Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));

        assertThat(run("redact", trace.toString(), "-o", full.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("puce: Cannot redact " + trace + " to " + full
                        + ": No space left on device. No part of it is left");
        assertThat(Files.isSymbolicLink(full)).isTrue();
    }
}
