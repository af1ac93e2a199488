package dev.puce.system.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.CompiledClient;
import dev.puce.system.PcscdProgram;
import dev.puce.system.PrivatePcscd;
import dev.puce.system.RealParts;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.MergedTraces;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
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

    @Test
    void scriptor_prints_the_exchanges_that_spy_records() throws IOException {
        Path log = folder.resolve("scriptor.log");
        Path script = Files.writeString(
                folder.resolve("script"), "reset\n00 A4 04 00 06 D2 76 00 01 24 01\n00 CA 00 6E 00\n00 CA 00 FF 00\n");
        var recorded = spy(
                Map.of(),
                "exec \"$0\" -r 'Virtual PCD 00 00' -p T=1 \"$1\" > \"$2\"",
                RealParts.command("scriptor", "pcsc-tools").toString(),
                script.toString(),
                log.toString());
        assertThat(exchanges(recorded)).hasSize(3);
        assertThat(exchanges(read(log, "arrows"))).isEqualTo(exchanges(recorded));
    }

    @Test
    void observer_of_pyscard_prints_the_exchanges_that_spy_records() throws IOException {
        RealParts.file("/usr/lib/python3/dist-packages/smartcard", "python3-pyscard");
        Path log = folder.resolve("pyscard.log");
        Path script = Files.writeString(folder.resolve("script.py"), """
                from smartcard.System import readers
                from smartcard.CardConnectionObserver import ConsoleCardConnectionObserver
                connection = readers()[0].createConnection()
                connection.addObserver(ConsoleCardConnectionObserver())
                connection.connect()
                for command in ("00A4040006D27600012401", "00CA006E00", "00CA00FF00"):
                    connection.transmit(list(bytes.fromhex(command)))
                connection.disconnect()
                """);
        var recorded = spy(Map.of(), "exec /usr/bin/python3 \"$0\" > \"$1\"", script.toString(), log.toString());
        var printed = read(log, "arrows");
        assertThat(exchanges(recorded)).hasSize(3);
        assertThat(exchanges(printed)).isEqualTo(exchanges(recorded));
        assertThat(printed.getFirst().call()).isInstanceOf(Call.Connect.class);
        assertThat(printed.getLast().call()).isInstanceOf(Call.Disconnect.class);
    }

    @Test
    void ykman_logs_the_exchanges_that_spy_records() throws IOException {
        Path log = folder.resolve("ykman.log");
        var recorded = spy( // ykman 4 does not know TRAFFIC
                Map.of(),
                "\"$0\" --log-level TRAFFIC --log-file \"$1\" --reader 'PCD 00 00' info > /dev/null 2>&1"
                        + " || exec \"$0\" --log-level DEBUG --log-file \"$1\" --reader 'PCD 00 00' info > /dev/null 2>&1",
                RealParts.command("ykman", "yubikey-manager").toString(),
                log.toString());
        assertThat(exchanges(recorded)).hasSizeGreaterThan(5);
        assertThat(exchanges(read(log, "arrows"))).isEqualTo(exchanges(recorded));
    }

    @Test
    void yubico_piv_tool_prints_the_exchanges_that_spy_records() throws IOException {
        Path log = folder.resolve("piv.log");
        insertPivCard();
        var recorded = spy(
                Map.of(),
                "exec \"$0\" -v2 -r 'Virtual PCD 00 00' -a status > \"$1\" 2>&1",
                RealParts.command("yubico-piv-tool", "yubico-piv-tool").toString(),
                log.toString());
        assertThat(exchanges(recorded)).hasSizeGreaterThan(10);
        assertThat(exchanges(read(log, "arrows"))).isEqualTo(exchanges(recorded));
    }

    /// The calls come from libpcscspy in the program, and the text from pcsc-spy.
    @Test
    void pcsc_spy_prints_the_calls_that_spy_records() throws IOException {
        String spy = RealParts.command("pcsc-spy", "libpcsclite-dev").toString();
        String library = RealParts.file("/usr/lib/x86_64-linux-gnu/libpcscspy.so.0", "libpcsclite-dev")
                .toString();
        Path text = folder.resolve("pcsc-spy.txt");
        var recorded = spy(
                Map.of("HOME", folder.toString()),
                "\"$1\" -n > \"$3\" & while [ ! -p \"$HOME/pcsc-spy\" ]; do sleep 0.1; done;"
                        + " LD_PRELOAD=\"$2\" \"$0\"; wait",
                CompiledClient.into(folder, "exchanges.c").toString(),
                spy,
                library,
                text.toString());
        var printed = read(text, "pcsc-spy");
        assertThat(exchanges(recorded)).hasSize(3);
        assertThat(exchanges(printed)).isEqualTo(exchanges(recorded));
        assertThat(callsAndCodes(printed)).isEqualTo(callsAndCodes(recorded));
    }

    private void insertPivCard() throws IOException {
        card.close();
        card = pcscd.insert(0, CardKinds.make("piv"));
    }

    @Test
    void functions_of_pkcs11_spy_explain_the_exchanges_that_spy_records() throws IOException {
        Path log = folder.resolve("pkcs11.log");
        Path modules = RealParts.file("/usr/lib/x86_64-linux-gnu/pkcs11", "opensc-pkcs11");
        var recorded = spy(
                Map.of("PKCS11SPY", modules.resolve("opensc-pkcs11.so").toString(), "PKCS11SPY_OUTPUT", log.toString()),
                "exec \"$0\" --module \"$1\" --login --pin 123456 --list-objects > /dev/null 2>&1",
                RealParts.command("pkcs11-tool", "opensc").toString(),
                modules.resolve("pkcs11-spy.so").toString());
        var marks = read(log, "pkcs11-spy");
        assertThat(marks).extracting(LiveLogsTest::markName).isEqualTo(functions(log));
        assertThat(Files.readString(log)).contains("31 32 33 34 35 36");
        assertThat(marks.toString()).doesNotContain("123456");
        assertThat(exchanges(recorded)).hasSizeGreaterThan(10);

        var merged = merged(log, folder.resolve("recording.jsonl"));
        int login = merged.indexOf("C_Login");
        assertThat(merged.subList(0, login)).anyMatch(entry -> entry.startsWith("00A4"));
        // times of pkcs11-spy are whole milliseconds: all later functions may come before the PIN
        assertThat(merged.subList(login, merged.size())).anyMatch(entry -> entry.startsWith("0020"));
    }

    private static List<String> functions(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.matches("\\d+: C_\\w+"))
                .map(line -> line.substring(line.indexOf("C_")))
                .toList();
    }

    private static String markName(TracedCall call) {
        return ((Call.Mark) call.call()).name();
    }

    /// Names of marks and headers of commands of two traces, as `puce show A B` orders them.
    private static List<String> merged(Path... files) throws IOException {
        var inputs = new ArrayList<MergedTraces.Input>();
        for (Path file : files) {
            var trace = TraceFile.open(file, TraceFile.Options.redacting(Redaction.OFF), (_, _) -> {});
            inputs.add(new MergedTraces.Input(file.getFileName().toString(), trace, Duration.ZERO));
        }
        var calls = new CallList();
        new MergedTraces(inputs, ZoneId.systemDefault()).read(calls);
        for (var input : inputs) {
            input.trace().close();
        }
        return calls.calls().stream()
                .filter(call -> call.call() instanceof Call.Mark || call.call() instanceof Call.Transmit)
                .map(call -> call.call() instanceof Call.Mark
                        ? markName(call)
                        : command(call).substring(0, 8))
                .toList();
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
