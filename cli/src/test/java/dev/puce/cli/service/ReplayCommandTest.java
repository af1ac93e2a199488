package dev.puce.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that need no program. Module `it` runs programs.
class ReplayCommandTest {
    private static final String ONE_COMMAND = """
            {"type":"call","seq":1,"start_us":1,"duration_us":10,"call":"SCardConnect","args":{"context":"0x00000001","reader":"Recorded 00 00","shareMode":"SCARD_SHARE_SHARED","preferredProtocols":"SCARD_PROTOCOL_T1"},"results":{"card":"0x00000007","activeProtocol":"SCARD_PROTOCOL_T1"},"code":"SCARD_S_SUCCESS"}
            {"type":"call","seq":2,"start_us":20,"duration_us":10,"call":"SCardTransmit","args":{"card":"0x00000007","sendPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},"sendBuffer":"00A4000C023F00","recvLength":258},"results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},"recvBuffer":"9000"},"code":"SCARD_S_SUCCESS"}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String recording(String calls) throws IOException {
        Path file = folder.resolve("session.jsonl");
        Files.writeString(file, """
                {"type":"header","format":"puce-recording","version":1,"start":"2026-11-22T13:00:00Z","source":"test"}
                """ + calls);
        return file.toString();
    }

    @Test
    void a_recording_without_a_card_has_nothing_to_replay() throws IOException {
        assertThat(run("replay", recording(""))).isEqualTo(1);
        assertThat(err.toString()).contains("has no card");
    }

    @Test
    void missing_file_and_unknown_format_are_reported() throws IOException {
        assertThat(run("replay", folder.resolve("nowhere").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("nowhere");
        Path other = Files.writeString(folder.resolve("other"), "something else");
        assertThat(run("replay", other.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not in a format that puce reads");
    }

    @Test
    void wrong_options_are_wrong_usage() throws IOException {
        assertThat(run("replay", "--unmatched", "9", recording(""))).isEqualTo(2);
        assertThat(err.toString()).contains("--unmatched needs an answer in hex");
        assertThat(run("replay", "--match", "luck", recording(""))).isEqualTo(2);
        assertThat(run("replay")).isEqualTo(2);
    }

    @Test
    void dashes_before_the_program_are_not_the_program() throws IOException {
        assertThat(run("replay", recording(ONE_COMMAND), "--", "/nonexistent/program"))
                .isEqualTo(127);
        assertThat(err.toString()).contains("Cannot run /nonexistent/program");
    }
}
