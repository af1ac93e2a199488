package dev.puce.service.control;

import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.CardKinds;
import dev.puce.service.control.ControlAnswer.ReaderInfo;
import dev.puce.service.socket.ListeningSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// The second socket of a service, for those who change its readers and cards. Only the user who runs the service may
/// connect.
public final class ControlSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());

    private final PcscService service;
    private final ListeningSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    private ControlSocket(PcscService service, ListeningSocket socket) {
        this.service = service;
        this.socket = socket;
    }

    /// Where the control socket of the service at this socket is.
    public static Path pathFor(Path serviceSocket) {
        return serviceSocket.resolveSibling(serviceSocket.getFileName() + ".control");
    }

    /// Opens the control socket of a service.
    ///
    /// @throws IOException if that cannot be; the message says why
    public static ControlSocket open(PcscService service) throws IOException {
        var control = new ControlSocket(service, ListeningSocket.open(Optional.of(pathFor(service.socket())), false));
        control.socket.channel().configureBlocking(true);
        control.threads.execute(control::accept);
        return control;
    }

    private void accept() {
        try {
            while (!closed) {
                SocketChannel channel = socket.channel().accept();
                threads.execute(() -> serve(channel));
            }
        } catch (IOException e) {
            if (!closed) {
                LOG.log(System.Logger.Level.WARNING, "the control socket is out of order: " + e.getMessage());
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String answer = ControlJson.write(answer(line)) + "\n";
                channel.write(StandardCharsets.UTF_8.encode(answer));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a control client has gone: " + e.getMessage());
        }
    }

    private ControlAnswer answer(String line) {
        try {
            return perform(ControlJson.readRequest(line));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            return new ControlAnswer.Refused(String.valueOf(e.getMessage()));
        }
    }

    private ControlAnswer perform(ControlRequest request) throws IOException {
        return switch (request) {
            case ControlRequest.ListReaders _ -> done(service.readers());
            case ControlRequest.InsertCard(Optional<String> name, String card) -> {
                VirtualReader reader = name.isPresent() ? named(name.get()) : only(false);
                reader.insert(CardKinds.make(card));
                yield done(List.of(reader));
            }
            case ControlRequest.RemoveCard remove -> {
                VirtualReader reader =
                        remove.reader().isPresent() ? named(remove.reader().get()) : only(true);
                if (!reader.hasCard()) {
                    throw new IllegalStateException("there is no card in \"" + reader.name() + "\"");
                }
                if (remove.after().isPresent()) {
                    reader.removeAfter(remove.after().getAsInt());
                } else {
                    reader.remove();
                }
                yield done(List.of(reader));
            }
            case ControlRequest.AddReader(String name) -> done(List.of(service.addReader(name)));
            case ControlRequest.RemoveReader(String name) -> {
                VirtualReader reader = named(name);
                reader.unplug();
                yield new ControlAnswer.Done(List.of(new ReaderInfo(reader.name(), false)));
            }
        };
    }

    private static ControlAnswer done(List<VirtualReader> readers) {
        return new ControlAnswer.Done(readers.stream()
                .map(reader -> new ReaderInfo(reader.name(), reader.hasCard()))
                .toList());
    }

    /// The reader with this name, or the only one whose name begins so.
    private VirtualReader named(String name) {
        List<VirtualReader> all = service.readers();
        return Stream.concat(
                        all.stream().filter(reader -> reader.name().equals(name)),
                        all.stream().filter(reader -> isOnlyOne(reader, name, all)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + name + "\" names no reader, or more than one. There are: " + names(all)));
    }

    private static boolean isOnlyOne(VirtualReader reader, String beginning, List<VirtualReader> all) {
        return reader.name().startsWith(beginning)
                && all.stream()
                                .filter(other -> other.name().startsWith(beginning))
                                .count()
                        == 1;
    }

    /// The only reader that has a card, or the first that has none.
    private VirtualReader only(boolean withCard) {
        List<VirtualReader> candidates = service.readers().stream()
                .filter(reader -> reader.hasCard() == withCard)
                .toList();
        if (candidates.isEmpty() || (withCard && candidates.size() > 1)) {
            throw new IllegalArgumentException((candidates.isEmpty() ? "no reader " : "more than one reader ")
                    + (withCard ? "has a card" : "is without card")
                    + ". There are: " + names(service.readers()) + "; name one");
        }
        return candidates.getFirst();
    }

    private static String names(List<VirtualReader> readers) {
        return readers.isEmpty()
                ? "none"
                : String.join(", ", readers.stream().map(VirtualReader::name).toList());
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        threads.shutdownNow();
    }
}
