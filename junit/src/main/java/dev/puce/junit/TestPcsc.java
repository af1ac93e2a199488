package dev.puce.junit;

import dev.puce.pcsc.Pcsc;
import dev.puce.replay.RecordedCard;
import dev.puce.replay.Replay;
import dev.puce.replay.ReplayCard;
import dev.puce.replay.ReplayOptions;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// The PC/SC service of a test, and what is in it. It ends with the test.
public final class TestPcsc implements AutoCloseable {
    private final PcscService service;
    private final Pcsc client;
    private List<ReplayCard> replays = List.of();

    TestPcsc(PcscService service) {
        this.service = service;
        this.client = Pcsc.open("socket:" + service.socket());
    }

    /// A client of the service in this process, for `Readers.over` of puce's library and for direct calls. It
    /// ends with the test, and with it the contexts that were established.
    public Pcsc client() {
        return client;
    }

    /// The service: for more readers, and to ask for its clients.
    public PcscService service() {
        return service;
    }

    /// Path of the service's socket.
    public Path socket() {
        return service.socket();
    }

    /// What a program needs in its environment so that libpcsclite finds the service.
    public Map<String, String> environment() {
        return Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
    }

    /// The first reader.
    ///
    /// @throws NoSuchElementException if there is none
    public VirtualReader reader() {
        return service.readers().getFirst();
    }

    /// The reader whose name begins like this.
    ///
    /// @throws NoSuchElementException if there is none
    public VirtualReader reader(String name) {
        return service.readers().stream()
                .filter(reader -> reader.name().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(
                        "no reader's name begins with \"" + name + "\"; there are " + service.readers()));
    }

    /// The cards that play a recording back.
    public List<ReplayCard> replays() {
        return replays;
    }

    void play(List<RecordedCard> recorded, ReplayOptions options) {
        replays = Replay.start(service, recorded, options, _ -> {}).cards();
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
