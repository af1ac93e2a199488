package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import java.io.Closeable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Foreign programs under `puce spy` with a real pcscd, including some that libpcscspy crashes or cannot watch.
class SpiedProgramsTest {
    private static final String PIN = "34373131";

    @TempDir
    private Path folder;

    private PrivatePcscd pcscd;
    private Closeable card;

    @BeforeEach
    void startDaemon() throws IOException {
        pcscd = PrivatePcscd.start();
        card = pcscd.insert(0, new PinCard());
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
    void spy_records_pcsc_scan() throws Exception {
        var program = RealParts.command("pcsc_scan", "pcsc-tools").toString();
        var spied = spy(program, "-n", "-t", "3");
        assertThat(spied.out()).contains("Card state: Card inserted", "3B 84 01 70 75 63 65 86");
        assertThat(spied.calls("SCardEstablishContext")).hasSize(1);
        assertThat(spied.calls("SCardListReaders"))
                .first()
                .asString()
                .contains("\"" + pcscd.reader(0) + "\"", "\"program\":\"pcsc_scan\"");
        assertThat(spied.calls("SCardGetStatusChange")).last().asString().contains("SCARD_E_CANCELLED");
        assertThat(spied.calls("SCardCancel")).as("pcsc_scan ends its own wait").isNotEmpty();
    }

    @Test
    void spy_records_opensc_tool() throws Exception {
        var program = RealParts.command("opensc-tool", "opensc").toString();
        var spied = spy(program, "--atr");
        assertThat(spied.out()).contains("3b:84:01:70:75:63:65:86");
        assertThat(spied.calls("SCardConnect")).first().asString().contains("SCARD_S_SUCCESS", pcscd.reader(0));
        assertThat(spied.calls("SCardDisconnect")).isNotEmpty();
    }

    @Test
    void spy_records_pyscard_and_hides_the_pin() throws Exception {
        RealParts.file("/usr/lib/python3/dist-packages/smartcard", "python3-pyscard");
        var spied = spy("/usr/bin/python3", client("pyscard_client.py"));
        assertThat(spied.out()).isEqualTo("9000\n9000\n");
        assertThat(spied.calls("SCardTransmit"))
                .hasSize(2)
                .anySatisfy(call -> assertThat(call).contains("00A40000023F00", "\"9000\""))
                .noneSatisfy(call -> assertThat(call).contains(PIN));
        assertThat(spied.trace()).contains("VERIFY").doesNotContain(PIN, "34 37 31 31");
    }

    @Test
    void spy_records_ctypes_which_a_preloaded_library_misses() throws Exception {
        RealParts.command("python3", "python3");
        var spied = spy("/usr/bin/python3", client("ctypes_client.py"));
        assertThat(spied.out().lines()).contains(pcscd.reader(0));
        assertThat(spied.functions())
                .containsExactly("SCardEstablishContext", "SCardListReaders", "SCardReleaseContext");
    }

    @Test
    void spy_records_smartcardio_which_crashes_under_libpcscspy() throws Exception {
        var spied = spy(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dsun.security.smartcardio.library="
                        + RealParts.file("/usr/lib/x86_64-linux-gnu/libpcsclite.so.1", "libpcsclite1"),
                client("SmartcardioClient.java"));
        assertThat(spied.out()).isEqualTo("9000\n9000\n");
        assertThat(spied.calls("SCardTransmit"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call).contains("SCARD_S_SUCCESS"))
                .noneSatisfy(call -> assertThat(call).contains(PIN));
    }

    @Test
    void spy_records_a_null_pci_which_crashes_under_libpcscspy() throws Exception {
        var spied = spy(compiled("null_pci.c"));
        assertThat(spied.out()).isEqualTo("9000\n9000\n");
        assertThat(spied.functions())
                .containsExactly(
                        "SCardEstablishContext",
                        "SCardListReaders",
                        "SCardConnect",
                        "SCardTransmit",
                        "SCardTransmit",
                        "SCardDisconnect",
                        "SCardReleaseContext");
    }

    @Test
    void spy_records_scdaemon() throws Exception {
        var scdaemon = RealParts.file("/usr/lib/gnupg/scdaemon", "scdaemon");
        Path home = Files.createDirectory(folder.resolve("gnupg"));
        Files.writeString(home.resolve("scdaemon.conf"), "disable-ccid\n");
        var spied = spy(
                "sh",
                "-c",
                "printf 'SERIALNO\\nBYE\\n' | exec \"$1\" --homedir \"$2\" --server",
                "sh",
                scdaemon.toString(),
                home.toString());
        assertThat(spied.calls("SCardConnect"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call).contains("\"program\":\"scdaemon\""));
        assertThat(spied.calls("SCardTransmit")).isNotEmpty();
    }

    @Test
    void spy_separates_simultaneous_programs() throws Exception {
        RealParts.file("/usr/lib/python3/dist-packages/smartcard", "python3-pyscard");
        var spied = spy(
                "sh",
                "-c",
                "\"$1\" & /usr/bin/python3 \"$2\"; wait",
                "sh",
                compiled("null_pci.c"),
                client("pyscard_client.py"));
        assertThat(spied.out().lines()).as(spied.trace()).containsExactly("9000", "9000", "9000", "9000");
        for (String program : List.of("null_pci", "python3")) {
            assertThat(spied.calls("SCardTransmit"))
                    .filteredOn(call -> call.contains("\"program\":\"" + program))
                    .as(program)
                    .hasSize(2);
        }
    }

    @Test
    void spy_exits_with_the_status_of_the_program() throws Exception {
        var spied = spy("sh", "-c", "echo its own output; exit 42");
        assertThat(spied.ran().status()).isEqualTo(42);
        assertThat(spied.out()).isEqualTo("its own output\n");
    }

    @Test
    void spy_without_a_daemon_suggests_a_remedy() throws Exception {
        var ran = CommandResult.puce(Map.of(), "spy", "--daemon-socket", folder + "/nobody", "--", "echo", "was run");
        assertThat(ran.status()).isEqualTo(125);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(folder + "/nobody", "pcscd");
    }

    private record Spied(CommandResult ran, List<String> recording) {
        String out() {
            return ran.out();
        }

        String trace() {
            return ran.err();
        }

        List<String> calls(String function) {
            return recording.stream()
                    .filter(line -> line.contains("\"call\":\"" + function + "\""))
                    .toList();
        }

        List<String> functions() {
            return recording.stream()
                    .filter(line -> line.contains("\"type\":\"call\""))
                    .map(line -> line.replaceFirst(".*\"call\":\"([A-Za-z]+)\".*", "$1"))
                    .toList();
        }
    }

    private Spied spy(String... command) throws IOException {
        Path recording = folder.resolve("recording.jsonl");
        var arguments = new ArrayList<>(
                List.of("spy", "--daemon-socket", pcscd.socket().toString(), "-o", recording.toString(), "--"));
        arguments.addAll(List.of(command));
        var ran = CommandResult.puce(Map.of(), arguments.toArray(String[]::new));
        return new Spied(ran, Files.readAllLines(recording));
    }

    private static String client(String name) throws URISyntaxException {
        return Path.of(SpiedProgramsTest.class.getResource("/clients/" + name).toURI())
                .toString();
    }

    private String compiled(String source) throws IOException {
        return CompiledClient.into(folder, source).toString();
    }
}
