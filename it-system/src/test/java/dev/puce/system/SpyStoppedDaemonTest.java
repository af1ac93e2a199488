package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.testkit.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A daemon that is stopped during a call, and then continues or dies.
@Timeout(60)
class SpyStoppedDaemonTest {
    private static final byte[] COMMAND = Bytes.hex("00 A4 00 00 02 3F 00").toArray();

    @TempDir
    private Path folder;

    private PrivatePcscd pcscd;
    private Closeable inserted;
    private RunningProgram spy;
    private Pcsc pcsc;
    private long card;

    @BeforeEach
    void startProgramWithCard() throws IOException {
        pcscd = PrivatePcscd.start();
        inserted = pcscd.insert(0, new PinCard());
        Path relay = folder.resolve("relay");
        spy = RunningProgram.start(
                Map.of(),
                CommandResult.puceCommand(
                        "spy",
                        "--level",
                        "wire",
                        "--daemon-socket",
                        pcscd.socket().toString(),
                        "--listen",
                        relay.toString(),
                        "-o",
                        recording().toString()));
        spy.await("puce: Listening", 0);
        pcsc = SocketPcsc.open(relay);
        long context = pcsc.establishContext(Scope.SYSTEM);
        card = pcsc.connect(context, pcscd.reader(0), ShareMode.SHARED, Protocols.ANY)
                .card();
    }

    @AfterEach
    void stopAll() throws IOException {
        try (var _ = pcscd;
                var _ = inserted;
                var _ = spy) {
            if (pcscd != null && pcscd.process().isAlive()) {
                signal("CONT");
            }
            if (pcsc != null) {
                pcsc.close();
            }
        }
    }

    @Test
    void call_returns_when_the_stopped_daemon_continues() throws Exception {
        var call = callWhileItIsStopped();
        assertThat(call).isNotDone();
        signal("CONT");
        assertThat(call.get()).isEqualTo(2);
        Await.until("the call is recorded", () -> transmits() == 1);
    }

    @Test
    void call_fails_when_the_stopped_daemon_is_killed() throws Exception {
        var call = callWhileItIsStopped();
        pcscd.kill();
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        PcscException.class, error -> assertThat(error.code()).isEqualTo(ReturnCode.COMM_ERROR));
        Await.until("the call is recorded", () -> transmits() == 1);
        spy.await("the daemon closed the connection", 0);
    }

    /// Stops the daemon, and makes a call whose request has passed the relay.
    private FutureTask<Integer> callWhileItIsStopped() throws IOException {
        signal("STOP");
        Await.until("all its threads are stopped", this::isStopped);
        var call = new FutureTask<>(() -> pcsc.transmit(card, Protocol.T1, COMMAND, new byte[258]));
        Thread.ofPlatform().daemon().start(call);
        spy.await("TRANSMIT", 0);
        return call;
    }

    /// Checks every thread, because the signal stops one after the other.
    private boolean isStopped() throws IOException {
        try (var threads =
                Files.list(Path.of("/proc", Long.toString(pcscd.process().pid()), "task"))) {
            for (Path thread : threads.toList()) {
                if (!isStopped(thread)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isStopped(Path thread) {
        try {
            return Files.readString(thread.resolve("status")).contains("State:\tT");
        } catch (IOException ended) {
            return true;
        }
    }

    private void signal(String name) throws IOException {
        var kill = List.of("kill", "-" + name, Long.toString(pcscd.process().pid()));
        assertThat(CommandResult.command(Map.of(), kill).status()).isZero();
    }

    private Path recording() {
        return folder.resolve("recording");
    }

    private int transmits() throws IOException {
        return RecordingLines.calls(recording(), "SCardTransmit").size();
    }
}
