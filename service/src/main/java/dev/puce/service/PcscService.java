package dev.puce.service;

import dev.puce.service.engine.Engine;
import dev.puce.service.engine.EngineReader;
import dev.puce.service.engine.Limits;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.socket.ClientAdmission;
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

/// A PC/SC service with virtual readers: any program that uses pcsc-lite finds them when `PCSCLITE_CSOCK_NAME` in its
/// environment is [#socket()].
///
/// Methods may be called on any thread. They return when clients can see what they did.
public final class PcscService implements AutoCloseable {
    private final ListeningSocket socket;
    private final SelectorLoop loop;
    private final Engine engine;
    private final ClientAdmission doorkeeper;
    private final ExecutorService cardThreads;
    private final List<VirtualReader> readers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>(); // fails when the loop has ended
    private final AtomicBoolean closed = new AtomicBoolean();

    private PcscService(ServiceOptions options) throws IOException {
        socket = ListeningSocket.open(options.socket(), options.everybody());
        loop = new SelectorLoop("puce service");
        cardThreads = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("puce card ", 1).daemon().factory());
        engine = new Engine(
                loop,
                cardThreads,
                new Limits(options.maxClients(), options.maxHandlesPerContext(), options.maxHandlesPerReader()),
                options.idlePowerOff());
        doorkeeper = new ClientAdmission(socket.channel(), loop, engine);
        doorkeeper.open();
        loop.start();
    }

    /// Starts a service with a socket of its own, pcscd's limits and no reader.
    ///
    /// @throws IOException if the socket cannot be made
    public static PcscService start() throws IOException {
        return start(ServiceOptions.USUAL);
    }

    /// Starts a service without readers.
    ///
    /// @throws IOException if the socket cannot be made; the message says why
    public static PcscService start(ServiceOptions options) throws IOException {
        return new PcscService(options);
    }

    /// Path of the socket: the value for `PCSCLITE_CSOCK_NAME`.
    public Path socket() {
        return socket.path();
    }

    /// Adds a simple reader.
    ///
    /// @param name its name; unless it ends in two numbers, as in `My EngineReader 00 00`, the service adds them
    /// @throws IllegalArgumentException if there is such a reader, or the name is empty or longer than 121 bytes
    public VirtualReader addReader(String name) {
        return addReader(name, ReaderProfile.SIMPLE);
    }

    /// Adds a reader with this vendor, model, PIN pad and so on.
    ///
    /// @param name its name; unless it ends in two numbers, as in `My EngineReader 00 00`, the service adds them
    /// @throws IllegalArgumentException if there is such a reader, or the name is empty or longer than 121 bytes
    public VirtualReader addReader(String name, ReaderProfile profile) {
        var reader = new VirtualReader[1];
        onLoop(done -> {
            EngineReader plugged = engine.plug(name, profile);
            reader[0] = new VirtualReader(this, engine, plugged);
            readers.add(reader[0]);
            done.run();
        });
        return reader[0];
    }

    /// The readers, in the order they were added.
    public List<VirtualReader> readers() {
        return List.copyOf(readers);
    }

    /// Number of programs connected.
    public int clients() {
        var count = new int[1];
        onLoop(done -> {
            count[0] = doorkeeper.clients();
            done.run();
        });
        return count[0];
    }

    void forget(VirtualReader reader) {
        readers.remove(reader);
    }

    /// Does something on the loop and waits until it calls `done`.
    void onLoop(Consumer<Runnable> action) {
        if (loop.isCurrent()) {
            action.accept(() -> {}); // a card pulls itself, for example: waiting for ourselves would never end
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
            CompletableFuture.anyOf(finished, end).join(); // a card may answer when the loop is no more
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("the service is closed");
    }

    /// Ends the service: clients lose their connections, cards their power, and the socket is gone.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return; // the socket may be another service's by now
        }
        loop.execute(() -> {
            doorkeeper.close();
            readers.forEach(VirtualReader::pullForGood);
        });
        loop.close();
        end.completeExceptionally(isClosed());
        cardThreads.shutdown();
        socket.close();
    }
}
