package dev.puce.it.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.posix.Signal;
import dev.puce.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce spy` with stand-ins for the programs of macOS. It is the code that runs on macOS, on another system.
@Timeout(180)
final class MacosSpyTest {
    private static final String VERIFY = "-> 00 20 00 80 08 37 33 39 31 34 36 ff ff";

    @TempDir
    private Path folder;

    private final LogEntries entries = new LogEntries();
    private StandInTools tools;

    @BeforeEach
    void make_tools() throws IOException {
        tools = new StandInTools(folder);
    }

    private CommandResult spy(String... arguments) throws IOException {
        var words = new ArrayList<>(List.of("spy", "--macos-tools", folder.toString()));
        words.addAll(List.of(arguments));
        return CommandResult.puce(Map.of(), words.toArray(String[]::new));
    }

    private List<String> calls(CommandResult result) {
        return result.err()
                .lines()
                .filter(line -> line.contains("SCard"))
                .map(line -> line.replaceAll(" +", " ").strip())
                .toList();
    }

    @Test
    void command_and_its_children_are_followed_and_others_are_not() throws IOException {
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        "@await parent",
                        "@await child",
                        entries.call(100, "@{parent}", "parent", 0, "SCardEstablishContext"),
                        entries.call(110, "@{child}", "child", 0, "SCardConnect"),
                        entries.call(120, "1", "stranger", 0, "SCardReleaseContext")));
        Path recording = folder.resolve("trace.jsonl");
        String child = tools.writePid("child") + "; " + StandInTools.awaitCall(recording, "SCardConnect");
        var result = spy(
                "-f",
                "calls",
                "--no-summary",
                "-o",
                recording.toString(),
                "sh",
                "-c",
                tools.writePid("parent") + "; sh -c '" + child + "'; exit 3");
        assertThat(result.status()).as(result.err()).isEqualTo(3);
        assertThat(result.err()).contains("parent[", "SCardEstablishContext", "child[", "SCardConnect");
        assertThat(result.err()).doesNotContain("stranger");
        assertThat(tools.starts())
                .containsExactly("stream --level debug --style ndjson --predicate subsystem BEGINSWITH"
                        + " \"com.apple.CryptoTokenKit\"");
    }

    @Test
    void entries_out_of_order_are_joined_and_secrets_are_hidden() throws IOException {
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        "@await pid",
                        entries.apdu(120, 7, VERIFY),
                        entries.apdu(130, 7, "<- 63 c2"),
                        entries.call(110, "@{pid}", "app", 7, "SCardTransmit"),
                        "@touch done"));
        Path recording = folder.resolve("trace.jsonl");
        var result = spy("-o", recording.toString(), "sh", "-c", tools.writePid("pid") + "; " + tools.await("done"));
        assertThat(result.status()).as(result.err()).isZero();
        var calls = Files.readAllLines(recording).stream()
                .filter(line -> line.contains("\"SCardTransmit\""))
                .toList();
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst())
                .contains("\"program\":\"app\"", "\"duration_us\":20000", "\"sendBuffer\":\"00200080\"")
                .contains("hidden", "63C2")
                .doesNotContain("inferred", "373339");
        assertThat(result.err()).contains("VERIFY").doesNotContain("37 33 39");
    }

    @Test
    void calls_that_are_logged_after_the_end_of_the_command_are_shown() throws IOException {
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        "@await pid",
                        entries.call(100, "@{pid}", "app", 0, "SCardEstablishContext"),
                        "@await ended",
                        entries.call(1900, "@{pid}", "app", 0, "SCardReleaseContext")));
        var command =
                tools.writePid("pid") + "; sleep 1.5; : > " + tools.folder().resolve("ended");
        var result = spy("-f", "calls", "--no-summary", "sh", "-c", command);
        assertThat(result.err()).contains("SCardEstablishContext", "SCardReleaseContext");
    }

    @Test
    void killed_log_is_started_again_and_the_gap_is_reported() throws IOException {
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        "@await pid",
                        entries.call(100, "@{pid}", "app", 0, "SCardEstablishContext"),
                        "@sleep 0.2",
                        "@kill"));
        tools.play(
                2,
                List.of(
                        LogEntries.FIRST_LINE,
                        entries.call(900, "@{pid}", "app", 0, "SCardReleaseContext"),
                        "@touch done"));
        var result = spy("-f", "calls", "--no-summary", "sh", "-c", tools.writePid("pid") + "; " + tools.await("done"));
        assertThat(result.err())
                .contains("SCardEstablishContext", "SCardReleaseContext")
                .contains("ended with status 137")
                .contains("puce starts it again; entries in between are missing");
        assertThat(tools.starts()).hasSize(2);
    }

    @Test
    void log_that_never_works_is_an_error_before_the_command_starts() throws IOException {
        for (int start = 1; start <= 3; start++) {
            tools.play(start, List.of("@exit 77"));
        }
        Path proof = folder.resolve("started");
        var result = spy("touch", proof.toString());
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err()).contains("Cannot read the log of macOS", "ended with status 77");
        assertThat(proof).doesNotExist();
    }

    @Test
    void missing_log_is_an_error() throws IOException {
        Files.delete(folder.resolve("log"));
        var result = spy("true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err()).contains("Cannot run " + folder.resolve("log"));
    }

    @Test
    void apdu_logging_is_reported_and_armed_on_request() throws IOException {
        tools.play(1, List.of(LogEntries.FIRST_LINE));
        tools.play(2, List.of(LogEntries.FIRST_LINE));
        assertThat(spy("true").err())
                .contains("APDU logging is not armed")
                .contains("sudo defaults write /Library/Preferences/com.apple.security.smartcard Logging -bool yes");
        assertThat(spy("--arm-apdus", "true").err()).contains("APDU logging is armed");
    }

    @Test
    void command_without_calls_is_reported() throws IOException {
        tools.play(1, List.of(LogEntries.FIRST_LINE));
        assertThat(spy("true").err()).contains("true made no PC/SC call that the log shows");
    }

    @Test
    void calls_without_apdus_are_reported() throws IOException {
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        "@await pid",
                        entries.call(100, "@{pid}", "app", 0, "SCardTransmit"),
                        "@touch done"));
        var result = spy("sh", "-c", tools.writePid("pid") + "; " + tools.await("done"));
        assertThat(calls(result)).isNotEmpty();
        assertThat(result.err()).contains("The log has calls and no APDUs");
    }

    @Test
    void log_from_standard_input_is_shown() throws IOException {
        Path log = Files.write(
                folder.resolve("mac.ndjson"),
                List.of(
                        LogEntries.FIRST_LINE,
                        entries.call(100, "4711", "app", 7, "SCardTransmit"),
                        entries.apdu(110, 7, VERIFY),
                        "{\"cut",
                        entries.apdu(120, 7, "<- 63 c2")));
        var result = spyStandardInput(log, "-f", "calls", "--no-summary");
        assertThat(calls(result)).hasSize(1);
        assertThat(result.err())
                .contains("app[4711]", "VERIFY", "63C2", "Line 4 of the log")
                .doesNotContain("37 33 39");
    }

    private CommandResult spyStandardInput(Path log, String... arguments) throws IOException {
        var words = new ArrayList<>(List.of("spy", "--from", "macos"));
        words.addAll(List.of(arguments));
        words.add("-");
        var quoted = String.join("' '", CommandResult.puceCommand(words.toArray(String[]::new)));
        var result = CommandResult.command(Map.of(), List.of("sh", "-c", "cat " + log + " | '" + quoted + "'"));
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    @Test
    void ctrl_c_ends_a_stream_that_goes_on_with_its_calls_and_the_summary() throws Exception {
        Path recording = folder.resolve("stream.jsonl");
        var words = CommandResult.puceCommand(
                "spy", "--from", "macos", "-f", "calls", "--summary", "-o", recording.toString(), "-");
        try (var puce = RunningProgram.start(Map.of(), words)) {
            puce.say(LogEntries.FIRST_LINE);
            puce.say(entries.call(100, "4711", "app", 7, "SCardEstablishContext"));
            puce.await("SCardEstablishContext", 0);
            puce.say(entries.call(2000, "4711", "app", 7, "SCardTransmit"));
            puce.say(entries.apdu(2010, 7, VERIFY));
            puce.say(entries.apdu(2020, 7, "<- 63 c2"));

            assertThat(Signal.INT.sendTo(puce.pid())).isTrue();

            assertThat(puce.awaitEnd()).as(puce.output()).isZero();
            assertThat(puce.output())
                    .contains("app[4711]", "VERIFY", "2 calls of 1 process", "00 20 VERIFY")
                    .doesNotContain("37 33 39");
        }
        assertThat(Files.readAllLines(recording)).hasSize(3).last().asString().contains("63C2");
    }

    @Test
    void standard_input_without_calls_is_reported() throws IOException {
        Path log = Files.writeString(folder.resolve("other.log"), "hello\n");
        assertThat(spyStandardInput(log).err())
                .contains("puce: Standard input has no PC/SC call in the format of macOS.");
    }

    @Test
    void times_of_an_old_log_count_from_its_earliest_entry() throws IOException {
        Path log = Files.writeString(folder.resolve("old.log"), """
                Timestamp                       Thread     Type        Activity             PID
                2017-11-06 16:13:58.653570+0100 0x7868a Default 0x0 260 com.apple.ifdreader: (X) [a.b.APDULog] APDU -> 00 b0 00 00
                2017-11-06 16:13:58.653569+0100 0x7868b Default 0x0 261 app: (PCSC) [a.b:pcscapi] -> SCardConnect()
                2017-11-06 16:13:58.678276+0100 0x7868a Default 0x0 260 com.apple.ifdreader: (X) [a.b.APDULog] APDU <- 90 00
                """);
        Path recording = folder.resolve("old.jsonl");
        var result = spyStandardInput(log, "-o", recording.toString());
        assertThat(result.err()).contains("Recorded 2 calls in " + recording);
        var lines = Files.readAllLines(recording);
        assertThat(lines.getFirst())
                .contains("\"start\":\"2017-11-06T15:13:58.653569Z\"")
                .doesNotContain("\"host\"");
        assertThat(lines.get(1)).contains("\"start_us\":0,", "SCardConnect");
        assertThat(lines.get(2)).contains("\"start_us\":1,", "\"sendBuffer\":\"00B00000\"");
    }

    @Test
    void times_of_a_log_without_dates_count_from_its_first_entry() throws IOException {
        Path log = Files.writeString(folder.resolve("console.txt"), """
                default\t10:23:36.000000+0800\tcom.apple.ifdreader\tAPDU -> 00 b0 00 00
                default\t10:23:36.020000+0800\tcom.apple.ifdreader\tAPDU <- 90 00
                """);
        Path recording = folder.resolve("console.jsonl");
        spyStandardInput(log, "-o", recording.toString());
        var lines = Files.readAllLines(recording);
        assertThat(lines.getFirst()).doesNotContain("\"start\"");
        assertThat(lines.get(1)).contains("\"start_us\":0,", "\"duration_us\":20000");
    }

    @Test
    void attached_puce_shows_all_programs_until_it_is_ended() throws Exception {
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        entries.call(100, "4711", "one", 0, "SCardEstablishContext"),
                        entries.call(110, "4712", "two", 0, "SCardEstablishContext")));
        var words = CommandResult.puceCommand(
                "spy", "--macos-tools", folder.toString(), "-f", "calls", "--no-summary", "--attach");
        try (var puce = RunningProgram.start(Map.of(), words)) {
            puce.await("two[4712]", 0);
            puce.terminate();
            assertThat(puce.awaitEnd()).as(puce.output()).isZero();
            assertThat(puce.output()).contains("one[4711]");
        }
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
                .noneMatch(info -> info.commandLine().orElse("").contains(folder.toString()));
    }

    /// The sample of an application and another one, with neighbours exchanged.
    @Test
    void sample_at_its_pace_yields_the_exchanges_of_the_file() throws IOException {
        Path sample = SharedData.require("data/logs/macos-ndjson-join.ndjson");
        var lines = Files.readAllLines(sample);
        var play = new ArrayList<>(List.of(lines.getFirst(), "@await pid"));
        long before = 0;
        for (int i = 1; i < lines.size(); i++) {
            int disordered = i % 3 == 1 && i + 1 < lines.size() ? i + 1 : i % 3 == 2 ? i - 1 : i;
            String line = lines.get(disordered);
            long micros = micros(line);
            if (before != 0 && micros > before) {
                play.add("@sleep %d.%06d".formatted((micros - before) / 1_000_000, (micros - before) % 1_000_000));
            }
            before = Math.max(before, micros);
            play.add(line.replace("\"processID\":4711,", "\"processID\":@{pid},"));
        }
        play.add("@touch done");
        tools.play(1, play);
        Path live = folder.resolve("live.jsonl");
        var result = spy("-q", "-o", live.toString(), "sh", "-c", tools.writePid("pid") + "; " + tools.await("done"));
        assertThat(result.status()).as(result.err()).isZero();

        Path converted = folder.resolve("file.jsonl");
        var export = CommandResult.puce(
                Map.of(), "export", "--to", "recording", "-o", converted.toString(), sample.toString());
        assertThat(export.status()).as(export.err()).isZero();
        String pid = Files.readString(folder.resolve("pid")).strip();
        assertThat(exchanges(live, pid)).isEqualTo(exchanges(converted, "4711")).hasSizeGreaterThanOrEqualTo(6);
    }

    /// The time of an entry after the minute, in microseconds.
    private static long micros(String line) {
        int at = line.indexOf("\"timestamp\":\"") + "\"timestamp\":\"2026-04-08 20:31:".length();
        return Long.parseLong(line.substring(at, at + 2)) * 1_000_000 + Long.parseLong(line.substring(at + 3, at + 9));
    }

    /// The exchanges of a process and of unknown programs, without what differs between two runs.
    private static List<String> exchanges(Path recording, String pid) throws IOException {
        return Files.readAllLines(recording).stream()
                .filter(line -> line.contains("\"SCardTransmit\""))
                .filter(line -> !line.contains("\"pid\":") || line.contains("\"pid\":" + pid + ","))
                .map(line -> line.replaceFirst("\"start_us\":[-0-9.]+,", "").replaceFirst("\"pid\":[0-9]+,", ""))
                .toList();
    }
}
