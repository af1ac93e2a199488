package dev.puce.it.pcsc;

import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.VirtualCard;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A daemon for tests: pcscd or our service. The test inserts and removes the cards.
public interface TestDaemon extends AutoCloseable {
    Path socket();

    /// Name of a reader, from 0.
    String reader(int number);

    /// Length of the longest answer of a card in a reader, in bytes.
    int longestAnswer();

    /// Inserts a card; closing the result removes it.
    Closeable insert(int reader, VirtualCard card) throws IOException;

    /// Counts the resources that it holds for its clients: connections or open files.
    int held();

    /// Ends abruptly and starts again on the same socket, with the same readers but without cards.
    void restart() throws IOException;

    @Override
    void close() throws IOException;

    /// Our own service.
    static TestDaemon service(String... readers) throws IOException {
        Path folder = Files.createTempDirectory("puce-service");
        Path path = folder.resolve("pcscd.comm");
        return new TestDaemon() {
            private PcscService service;
            private List<VirtualReader> plugged;

            {
                start();
            }

            private void start() throws IOException {
                service = PcscService.start(ServiceOptions.USUAL.withSocket(path));
                plugged = List.of(readers).stream().map(service::addReader).toList();
            }

            @Override
            public Path socket() {
                return path;
            }

            @Override
            public String reader(int number) {
                return plugged.get(number).name();
            }

            @Override
            public int longestAnswer() {
                return 65_538;
            }

            @Override
            public Closeable insert(int reader, VirtualCard card) {
                VirtualReader into = plugged.get(reader);
                PcscService owner = service;
                into.insert(card);
                return () -> {
                    if (service == owner) { // a service that has ended has pulled its cards
                        into.remove();
                    }
                };
            }

            @Override
            public int held() {
                return service.clients();
            }

            @Override
            public void restart() throws IOException {
                service.close();
                start();
            }

            @Override
            public void close() throws IOException {
                service.close();
                Files.deleteIfExists(path);
                Files.deleteIfExists(folder);
            }
        };
    }
}
