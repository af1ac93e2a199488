package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A recording on a disk that is full at first, and one on a disk that blocks. The program notices neither.
@Timeout(60)
class SpyDiskTest {
    private static final byte[] COMMAND = Bytes.hex("00 A4 00 00 02 3F 00").toArray();

    private static final Pattern LOST = Pattern.compile("(\\d+) calls are not in ");

    @TempDir
    private Path folder;

    private PcscService service;
    private long made;

    @BeforeEach
    void startService() throws IOException {
        service = PcscService.start();
        service.addReader("Reader").insert(new PinCard());
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void recording_starts_with_its_header_once_the_disk_has_room() throws Exception {
        PrivateMounts.require();
        // The disk has 256 kB in puce's mount namespace. The test reaches it through /proc.
        Path mount = Files.createDirectory(folder.resolve("disk"));
        var arguments = new ArrayList<>(List.of(mount.toString()));
        arguments.addAll(puce(mount.resolve("recording")));
        var command = PrivateMounts.command("""
                mount -t tmpfs -o size=256k none "$1" && { cat /dev/zero >"$1/filler" 2>/dev/null; shift; exec "$@"; }
                """, arguments.toArray(String[]::new));
        try (var spy = RunningProgram.start(Map.of(), command)) {
            spy.await("puce: Listening", 0);
            Path disk = Path.of("/proc/" + spy.pid() + "/root" + mount);
            assertThat(disk.resolve("recording")).isEmptyFile();
            made += converse(10);
            spy.await("calls are lost until it can be written", 0);
            Files.delete(disk.resolve("filler"));
            Path recording = disk.resolve("recording");
            Await.until("the recording continues", () -> {
                made += converse(1);
                return !RecordingLines.calls(recording).isEmpty();
            });
            made += converse(100);
            Await.until(
                    "the last call is recorded",
                    () -> RecordingLines.calls(recording).getLast().contains("\"seq\":" + made + ","));
            long recorded = RecordingLines.calls(recording).size();
            try (var lines = Files.lines(recording)) {
                assertThat(lines.findFirst().orElseThrow()).startsWith("{\"type\":\"header\"");
            }
            spy.terminate();
            assertThat(spy.awaitEnd()).isZero();
            var lost = LOST.matcher(spy.output());
            assertThat(lost.find()).as(spy.output()).isTrue();
            assertThat(Long.parseLong(lost.group(1))).isGreaterThanOrEqualTo(14).isEqualTo(made - recorded);
            assertThat(spy.output()).containsOnlyOnce("calls are lost until it can be written");
        }
    }

    private static boolean isCall(String line) {
        return line.startsWith("{\"type\":\"call\"");
    }

    @Test
    void blocked_disk_delays_no_program_and_loses_no_call() throws Exception {
        Path pipe = folder.resolve("recording");
        assertThat(CommandResult.command(Map.of(), List.of("mkfifo", pipe.toString()))
                        .status())
                .isZero();
        var readerOpens = CompletableFuture.supplyAsync(() -> open(pipe)); // puce waits for it, and it for puce
        try (var spy = RunningProgram.start(Map.of(), puce(pipe));
                var recording = readerOpens.get()) {
            spy.await("puce: Listening", 0);
            // The pipe holds 64 kB, some 200 calls, and its reader does not read yet.
            int calls = converse(5000);
            var read = CompletableFuture.supplyAsync(
                    () -> recording.lines().filter(SpyDiskTest::isCall).count());
            spy.terminate();
            assertThat(spy.awaitEnd()).isZero();
            assertThat(read.get()).isEqualTo(calls);
        }
    }

    private static BufferedReader open(Path pipe) {
        try {
            return Files.newBufferedReader(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> puce(Path recording) {
        return CommandResult.puceCommand(
                "spy",
                "-q",
                "--daemon-socket",
                service.socket().toString(),
                "--listen",
                relay().toString(),
                "-o",
                recording.toString());
    }

    private Path relay() {
        return folder.resolve("relay");
    }

    /// Sends some commands.
    ///
    /// @return the number of calls
    private int converse(int commands) throws IOException {
        try (var pcsc = SocketPcsc.open(relay())) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            String reader = pcsc.listReaders(context).getFirst();
            long card = pcsc.connect(context, reader, ShareMode.SHARED, Protocols.ANY)
                    .card();
            var response = new byte[258];
            for (int i = 0; i < commands; i++) {
                pcsc.transmit(card, Protocol.T1, COMMAND, response);
            }
            pcsc.releaseContext(context);
            return 4 + commands;
        }
    }
}
