package dev.puce.system.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.PcscdProgram;
import dev.puce.system.PrivatePcscd;
import dev.puce.system.RealParts;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program writes its own log while `puce spy` records it. Both have the same exchanges in the same order.
final class LiveLogsTest {
    @TempDir
    private Path folder;

    private PrivatePcscd pcscd;
    private Closeable card;

    @BeforeEach
    void startDaemon() throws IOException {
        pcscd = PrivatePcscd.start(PcscdProgram.logging(), Map.of(), "Virtual PCD");
        card = pcscd.insert(0, CardKinds.make("openpgp"));
    }

    @AfterEach
    void stopDaemon() throws IOException {
        try (var _ = pcscd) {
            if (card != null) {
                card.close();
            }
        }
    }

    @Test
    void opensc_logs_the_exchanges_that_spy_records() throws IOException {
        Path log = folder.resolve("opensc.log");
        var recorded =
                spy(Map.of("OPENSC_DEBUG", "9"), "exec \"$0\" --list-files 2> \"$1\"", openscTool(), log.toString());
        assertThat(exchanges(recorded)).hasSizeGreaterThan(10);
        assertThat(exchanges(read(log, "opensc"))).isEqualTo(exchanges(recorded));
    }

    @Test
    void pcscd_logs_the_calls_and_exchanges_that_spy_records() throws IOException {
        var recorded = spy(Map.of(), "exec \"$0\" --list-files", openscTool());
        var logged = read(Files.writeString(folder.resolve("pcscd.log"), pcscd.log()), "pcscd");
        assertThat(exchanges(recorded)).hasSizeGreaterThan(10);
        assertThat(exchanges(logged)).isEqualTo(exchanges(recorded));
        assertThat(callsAndCodes(logged)).isEqualTo(callsAndCodes(recorded));
    }

    @Test
    void scdaemon_logs_the_exchanges_that_spy_records() throws IOException {
        var program = RealParts.file("/usr/lib/gnupg/scdaemon", "scdaemon").toString();
        Path log = folder.resolve("scdaemon.log");
        Path home = Files.createDirectory(folder.resolve("gnupg"));
        Files.writeString(home.resolve("scdaemon.conf"), "disable-ccid\ndebug cardio\nlog-file " + log + "\n");
        var recorded = spy(
                Map.of(),
                "printf 'LEARN --force\\nBYE\\n' | exec \"$0\" --homedir \"$1\" --server > /dev/null",
                program,
                home.toString());
        assertThat(exchanges(recorded)).hasSizeGreaterThan(10);
        assertThat(exchanges(read(log, "scdaemon"))).isEqualTo(exchanges(recorded));
    }

    @Test
    void opensc_tool_prints_some_of_the_exchanges_that_spy_records() throws IOException {
        Path log = folder.resolve("sent.log");
        var recorded = spy(
                Map.of(),
                "exec \"$0\" -s 00A4040006D27600012401 -s 00CA006E00 -s 00CA00FF00 > \"$1\"",
                openscTool(),
                log.toString());
        var printed = exchanges(read(log, "arrows"));
        assertThat(printed).hasSize(3);
        assertThat(exchanges(recorded)).endsWith(printed.toArray(String[]::new));
    }

    private static String openscTool() {
        return RealParts.command("opensc-tool", "opensc").toString();
    }

    /// Runs a shell script under `puce spy`, and returns the calls of the recording.
    private List<TracedCall> spy(Map<String, String> environment, String script, String... arguments)
            throws IOException {
        Path recording = folder.resolve("recording.jsonl");
        var command =
                new ArrayList<>(List.of("spy", "--daemon-socket", pcscd.socket().toString()));
        command.addAll(List.of("--redact", "off", "-o", recording.toString(), "--", "sh", "-c", script));
        command.addAll(List.of(arguments));
        var ran = CommandResult.puce(environment, command.toArray(String[]::new));
        assertThat(ran.status()).as(ran.toString()).isZero();
        return read(recording, "recording");
    }

    private static List<TracedCall> read(Path file, String expectedFormat) throws IOException {
        var problems = new ArrayList<String>();
        var calls = new CallList();
        try (var trace = TraceFile.open(
                file, TraceFile.Options.redacting(Redaction.OFF), (line, what) -> problems.add(line + ": " + what))) {
            assertThat(trace.format().name()).isEqualTo(expectedFormat);
            trace.read(calls);
        }
        assertThat(problems).isEmpty();
        return calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .toList();
    }

    private static List<String> exchanges(List<TracedCall> calls) {
        return calls.stream()
                .filter(call -> call.call() instanceof Call.Transmit)
                .map(call -> command(call) + " > " + response(call))
                .toList();
    }

    private static String command(TracedCall call) {
        return ((Call.Transmit) call.call()).sendBuffer().toHex();
    }

    private static String response(TracedCall call) {
        return call.result() instanceof Result.Transmit(var _, Bytes received, var _) ? received.toHex() : "none";
    }

    /// Functions and return codes, without marks and the functions that pcscd's log does not tell apart.
    private static List<String> callsAndCodes(List<TracedCall> calls) {
        return calls.stream()
                .filter(call -> !(call.call() instanceof Call.Mark
                        || call.call() instanceof Call.ListReaders
                        || call.call() instanceof Call.GetStatusChange))
                .map(call -> call.call().function() + " "
                        + call.outcome().map(TracedCall.Outcome::code).orElse(ReturnCode.UNKNOWN))
                .toList();
    }
}
