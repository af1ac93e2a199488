package dev.puce.junit;

import dev.puce.cards.Card;
import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import dev.puce.replay.RecordedCard;
import dev.puce.replay.Replay;
import dev.puce.replay.ReplayCard;
import dev.puce.replay.ReplayOptions;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.smartcardio.PuceProvider;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;

/// The PC/SC service of a test with its readers and cards. It ends with the test.
public final class TestPcsc implements AutoCloseable {
    private final PcscService service;
    private final Pcsc client;
    private final Readers readers;
    private List<ReplayCard> replays = List.of();

    TestPcsc(PcscService service) {
        this.service = service;
        this.client = Pcsc.open("socket:" + service.socket());
        this.readers = Readers.over(client);
    }

    /// Returns a PC/SC client of the service in this process, for direct calls. It ends with the test, together
    /// with its contexts.
    public Pcsc client() {
        return client;
    }

    /// Returns the readers of the service in puce's library. They end with the test, together with their connections.
    public Readers readers() {
        return readers;
    }

    /// Connects to the card in the first reader. The connection ends with the test at the latest.
    ///
    /// @throws NoSuchElementException if there is no reader
    /// @throws dev.puce.pcsc.PcscException if the reader holds no card
    public Card connect() {
        return readers.named(reader().name()).connect();
    }

    /// Returns the first reader in the API of the JDK.
    ///
    /// @throws NoSuchElementException if there is no reader
    public CardTerminal terminal() {
        String name = reader().name();
        try {
            return TerminalFactory.getInstance("PC/SC", "socket:" + service.socket(), new PuceProvider())
                    .terminals()
                    .getTerminal(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Returns the service, for example to add readers or to list its clients.
    public PcscService service() {
        return service;
    }

    /// Returns the path of the service's socket.
    public Path socket() {
        return service.socket();
    }

    /// Returns the environment variables with which libpcsclite finds the service.
    public Map<String, String> environment() {
        return Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
    }

    /// Returns the first reader.
    ///
    /// @throws NoSuchElementException if there is no reader
    public VirtualReader reader() {
        if (service.readers().isEmpty()) {
            throw new NoSuchElementException("the test has no reader: add @WithReader to the test or its class");
        }
        return service.readers().getFirst();
    }

    /// Returns the first reader whose name starts with a prefix.
    ///
    /// @throws NoSuchElementException if there is none
    public VirtualReader reader(String prefix) {
        return service.readers().stream()
                .filter(reader -> reader.name().startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no reader has a name that starts with \"" + prefix
                        + "\"; the readers are " + service.readers()));
    }

    /// Returns the cards that replay a recording.
    public List<ReplayCard> replays() {
        return replays;
    }

    void replay(List<RecordedCard> recorded, ReplayOptions options) {
        replays = Replay.start(service, recorded, options, _ -> {}).cards();
    }

    @Override
    public void close() {
        readers.close();
        client.close();
        service.close();
    }
}
