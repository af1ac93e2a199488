package dev.puce.service.control;

import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.filesystem.FileAccess;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.service.control.ControlAnswer.ReaderInfo;
import dev.puce.service.socket.ListeningSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.net.ExtendedSocketOptions;

/// The second socket of a service, for commands that change its readers and cards. Only the owner of the service may
/// use it: the socket is private, and each peer's user is checked.
public final class ControlSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());

    private final PcscService service;
    private final ListeningSocket socket;
    private final UserPrincipal owner;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    private ControlSocket(PcscService service, ListeningSocket socket) throws IOException {
        this.service = service;
        this.socket = socket;
        this.owner = Files.getOwner(socket.path(), LinkOption.NOFOLLOW_LINKS);
    }

    /// Returns the path of the control socket of the service with this socket.
    public static Path pathFor(Path serviceSocket) {
        return serviceSocket.resolveSibling(serviceSocket.getFileName() + ".control");
    }

    /// Opens the control socket of a service.
    ///
    /// @throws IOException if the socket cannot be created; the message says why
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
                LOG.log(System.Logger.Level.WARNING, "the control socket stopped accepting: " + e.getMessage());
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            UserPrincipal peer =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ControlAnswer answer = peer.equals(owner)
                        ? answer(line)
                        : new ControlAnswer.Refused("only the user " + owner.getName()
                                + " may control this service, not " + peer.getName());
                channel.write(StandardCharsets.UTF_8.encode(ControlJson.write(answer) + "\n"));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a control client disconnected: " + e.getMessage());
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
            case ControlRequest.InsertCard(Optional<String> name, String card, FileAccess access) -> {
                VirtualReader reader = name.isPresent() ? named(name.get()) : unnamed(false);
                reader.insert(CardKinds.make(card, access));
                yield done(List.of(reader));
            }
            case ControlRequest.RemoveCard remove -> {
                VirtualReader reader =
                        remove.reader().isPresent() ? named(remove.reader().get()) : unnamed(true);
                if (!reader.hasCard()) {
                    throw new IllegalStateException("the reader \"" + reader.name() + "\" holds no card");
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

    /// Returns the reader with this name, or the only one whose name starts with it.
    private VirtualReader named(String name) {
        List<VirtualReader> all = service.readers();
        List<VirtualReader> matches =
                all.stream().filter(reader -> reader.name().startsWith(name)).toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        return matches.stream()
                .filter(reader -> reader.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        matches.isEmpty()
                                ? "no reader matches \"" + name + "\". The readers are: " + names(all)
                                : matches.size() + " readers match \"" + name + "\": " + names(matches)
                                        + ". Give more of the name"));
    }

    /// Returns the only reader with a card, or the first one without a card.
    private VirtualReader unnamed(boolean withCard) {
        List<VirtualReader> candidates = service.readers().stream()
                .filter(reader -> reader.hasCard() == withCard)
                .toList();
        if (candidates.isEmpty() || (withCard && candidates.size() > 1)) {
            throw new IllegalArgumentException((candidates.isEmpty() ? "no reader " : "more than one reader ")
                    + (withCard ? "holds a card" : "is empty")
                    + ". The readers are: " + names(service.readers()) + ". Name one");
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
