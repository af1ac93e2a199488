package dev.puce.service;

import dev.puce.service.engine.Engine;
import dev.puce.service.engine.EngineReader;
import dev.puce.service.engine.Limits;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.socket.ClientAcceptor;
import dev.puce.service.socket.ListeningSocket;
import dev.puce.service.socket.SelectorLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A PC/SC service with virtual readers. A program that uses pcsc-lite connects to it when `PCSCLITE_CSOCK_NAME`
/// in its environment is [#socket()].
///
/// Methods may be called on any thread. They return when clients can see the effect.
public final class PcscService implements AutoCloseable {
    private final ListeningSocket socket;
    private final SelectorLoop loop;
    private final Engine engine;
    private final ClientAcceptor acceptor;
    private final ExecutorService cardThreads;
    private final List<VirtualReader> readers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>(); // fails when the loop ends
    private final AtomicBoolean closed = new AtomicBoolean();

    private PcscService(ServiceOptions options) throws IOException {
        socket = ListeningSocket.open(options.socket(), options.allUsers());
        loop = new SelectorLoop("puce service");
        cardThreads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("puce card ", 1).daemon().factory());
        engine = new Engine(
                loop,
                cardThreads,
                new Limits(options.maxClients(), options.maxHandlesPerContext(), options.maxHandlesPerReader()),
                options.idlePowerOff());
        acceptor = new ClientAcceptor(socket.channel(), loop, engine);
        acceptor.open();
        loop.start();
    }

    /// Starts a service with its own socket, pcscd's limits and no reader.
    ///
    /// @throws IOException if the socket cannot be created
    public static PcscService start() throws IOException {
        return start(ServiceOptions.USUAL);
    }

    /// Starts a service without readers.
    ///
    /// @throws IOException if the socket cannot be created; the message says why
    public static PcscService start(ServiceOptions options) throws IOException {
        return new PcscService(options);
    }

    /// Returns the path of the socket, the value for `PCSCLITE_CSOCK_NAME`.
    public Path socket() {
        return socket.path();
    }

    /// Adds a simple reader.
    ///
    /// @param name its name; unless it ends in two numbers, as in `My Reader 00 00`, the service adds them
    /// @throws IllegalArgumentException if a reader with this name exists, or the name is empty or longer than 121
    /// bytes
    public VirtualReader addReader(String name) {
        return addReader(name, ReaderProfile.SIMPLE);
    }

    /// Adds a reader with a profile: vendor, model, PIN pad and so on.
    ///
    /// @param name its name; unless it ends in two numbers, as in `My Reader 00 00`, the service adds them
    /// @throws IllegalArgumentException if a reader with this name exists, or the name is empty or longer than 121
    /// bytes
    public VirtualReader addReader(String name, ReaderProfile profile) {
        var reader = new VirtualReader[1];
        onLoop(done -> {
            EngineReader added = engine.addReader(name, profile);
            reader[0] = new VirtualReader(this, engine, added);
            readers.add(reader[0]);
            done.run();
        });
        return reader[0];
    }

    /// Returns the readers in the order in which they were added.
    public List<VirtualReader> readers() {
        return List.copyOf(readers);
    }

    /// Returns the number of connected programs.
    public int clients() {
        var count = new int[1];
        onLoop(done -> {
            count[0] = acceptor.clients();
            done.run();
        });
        return count[0];
    }

    void remove(VirtualReader reader) {
        readers.remove(reader);
    }

    /// Runs an action on the loop and waits until it calls `done`.
    void onLoop(Consumer<Runnable> action) {
        if (loop.isCurrent()) {
            action.accept(() -> {}); // for example a card that removes itself: waiting would block the loop
            return;
        }
        var finished = new CompletableFuture<Void>();
        boolean accepted = loop.offer(() -> {
            try {
                action.accept(() -> finished.complete(null));
            } catch (RuntimeException fault) {
                finished.completeExceptionally(fault);
            }
        });
        if (!accepted) {
            throw isClosed();
        }
        try {
            CompletableFuture.anyOf(finished, end).join(); // the loop may end before a card answers
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("the service is closed");
    }

    /// Ends the service: disconnects the clients, powers off the cards and removes the socket.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return; // another service may own the socket by now
        }
        loop.execute(() -> {
            acceptor.close();
            readers.forEach(VirtualReader::removeOnLoop);
        });
        loop.close();
        end.completeExceptionally(isClosed());
        cardThreads.shutdown();
        socket.close();
    }
}
