package dev.puce.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import dev.puce.cli.trace.PersonalTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReportCommandTest {
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

    private Map<String, String> report(String... words) throws IOException {
        Path archive = folder.resolve("report.zip");
        var all = new ArrayList<>(List.of("report", "-o", archive.toString(), "--force"));
        all.addAll(List.of(words));
        int status = Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        assertThat(status).as(err.toString()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
        var entries = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void archive_has_the_redacted_trace_its_views_and_the_machine() throws IOException {
        var entries = report(trace.toString());
        assertThat(entries)
                .containsOnlyKeys(
                        "recording.jsonl",
                        "info.txt",
                        "trace.txt",
                        "trace.html",
                        "calls.txt",
                        "summary.txt",
                        "diagnosis.txt",
                        "diagnosis.json",
                        "atrs.txt",
                        "machine.txt",
                        "doctor.txt");
        assertThat(entries.get("recording.jsonl")).contains("4A6F686E9000", "johns-laptop");
        assertThat(entries.get("trace.txt")).contains("VERIFY");
        assertThat(entries.get("machine.txt")).contains("puce ", "Java ", "kernel ", "daemon ", "library ");
        assertThat(entries.get("doctor.txt")).contains("others ");
        assertThat(String.join("", entries.values())).doesNotContain("31323334", "31 32 33 34");
        assertThat(out.toString()).contains("recording.jsonl", "bytes  the calls", "Wrote ");
    }

    @Test
    void public_archive_has_no_personal_data() throws IOException {
        assertThat(String.join("", report("--for", "public", trace.toString()).values()))
                .contains("(serial 1)")
                .doesNotContain("4A6F686E", "4A 6F 68 6E", "john", "letter.pdf", "99887766");
    }

    @Test
    void several_traces_have_a_folder_each() throws IOException {
        assertThat(report(trace.toString(), trace.toString()))
                .containsKeys("1/recording.jsonl", "2/trace.txt", "machine.txt");
    }

    @Test
    void rotated_files_of_a_recording_are_one_trace() throws IOException {
        List<String> lines = Files.readAllLines(trace);
        String header = lines.getFirst();
        Path older = Files.write(folder.resolve("trace.jsonl.1"), List.of(header, lines.get(1), lines.get(2)));
        Files.write(trace, List.of(header, lines.get(3)));

        var entries = report(trace.toString(), older.toString());

        assertThat(entries).containsKey("recording.jsonl").doesNotContainKey("1/recording.jsonl");
        assertThat(entries.get("recording.jsonl").lines()).hasSize(lines.size());
        assertThat(entries.get("calls.txt")).containsSubsequence("SCardConnect", "VERIFY", "READ BINARY");
    }

    @Test
    void a_secret_of_a_rotated_file_is_recognised_by_the_file_before() throws IOException {
        var parts = PersonalTrace.writeKeyFileInTwoParts(folder);

        var entries = report(parts.getLast().toString(), parts.getFirst().toString());

        assertThat(entries.get("recording.jsonl")).contains("A0A40000026F20");
        assertThat(String.join("", entries.values())).doesNotContain("A1A2A3A4", "A1 A2 A3 A4");
    }

    @Test
    void full_device_is_one_message_and_stays() throws IOException {
        Path full = Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));

        int status = Puce.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "report",
                "-o",
                full.toString(),
                trace.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "puce: Cannot write " + full + ": No space left on device. No archive is left");
        assertThat(full).exists();
        assertThat(out.toString()).doesNotContain("Wrote");
    }

    @Test
    void archive_has_a_name_with_the_time_unless_one_is_given() throws IOException {
        assertThat(Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), "report", trace.toString()))
                .isZero();
        var wrote = Pattern.compile("Wrote (puce-report-\\d{8}-\\d{6}\\.zip)").matcher(out.toString());
        assertThat(wrote.find()).as(out.toString()).isTrue();
        Files.delete(Path.of(wrote.group(1)));
    }

    @Test
    void missing_folder_is_named() {
        Path archive = folder.resolve("missing/report.zip");

        assertThat(Puce.run(new PrintWriter(out), new PrintWriter(err, true), "report", "-o", archive.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("puce: Cannot write " + archive + ": the folder " + archive.getParent()
                        + " does not exist. Make it, or name another file");
    }
}
