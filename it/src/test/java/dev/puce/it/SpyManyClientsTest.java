package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// As many simultaneous clients as pcscd's limit, with hundreds of calls each.
@Timeout(120)
class SpyManyClientsTest {
    private static final int CLIENTS = 200;
    private static final int TRANSMITS = 200;
    private static final byte[] COMMAND = Bytes.hex("00 A4 00 00 02 3F 00").toArray();

    @Test
    void recording_contains_every_call_of_every_client(@TempDir Path folder) throws Exception {
        Path relay = folder.resolve("relay");
        Path recording = folder.resolve("recording");
        var options = ServiceOptions.USUAL.withMaxClients(CLIENTS + 10).withMaxHandles(CLIENTS, CLIENTS);
        long counted = 0;
        try (var service = PcscService.start(options)) {
            service.addReader("Reader").insert(new PinCard());
            var command = CommandResult.puceCommand(
                    "spy",
                    "-q",
                    "--daemon-socket",
                    service.socket().toString(),
                    "--listen",
                    relay.toString(),
                    "-o",
                    recording.toString());
            try (var spy = RunningProgram.start(Map.of(), command);
                    var threads = Executors.newFixedThreadPool(CLIENTS)) {
                spy.await("puce: Listening", 0);
                for (var client : threads.invokeAll(clients(relay))) {
                    counted += client.get();
                }
                spy.terminate();
                assertThat(spy.awaitEnd()).as(spy.output()).isZero();
                assertThat(spy.output()).doesNotContain("lost");
            }
        }
        assertThat(counted).isGreaterThan((long) CLIENTS * TRANSMITS);
        assertThat((long) RecordingLines.calls(recording).size()).isEqualTo(counted);
    }

    private static List<Callable<Long>> clients(Path socket) {
        var allAreConnected = new CyclicBarrier(CLIENTS);
        var clients = new ArrayList<Callable<Long>>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(() -> converse(socket, allAreConnected));
        }
        return clients;
    }

    /// One client's conversation.
    ///
    /// @return the number of its calls
    private static long converse(Path socket, CyclicBarrier allAreConnected) throws Exception {
        try (var pcsc = SocketPcsc.open(socket)) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            String reader = pcsc.listReaders(context).getFirst();
            long card = pcsc.connect(context, reader, ShareMode.SHARED, Protocols.ANY)
                    .card();
            allAreConnected.await();
            var response = new byte[258];
            for (int i = 0; i < TRANSMITS; i++) {
                assertThat(pcsc.transmit(card, Protocol.T1, COMMAND, response)).isEqualTo(2);
            }
            pcsc.disconnect(card, Disposition.LEAVE);
            pcsc.releaseContext(context);
            return 5 + TRANSMITS;
        }
    }
}
