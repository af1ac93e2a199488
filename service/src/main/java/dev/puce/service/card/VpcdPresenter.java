package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Puts a virtual card into a vpcd reader of a real pcscd. Being connected is being inserted; [#close] pulls the
/// card.
///
/// vpcd waits for cards on port 35963 and the following ones, a port for each slot; configured with the
/// `DEVICENAME` `host:port` it connects to a card that listens, which needs no fixed port: see [#listen].
public final class VpcdPresenter implements Closeable {
    /// Port of the first reader of vpcd.
    public static final int DEFAULT_PORT = 35963;

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    private final VirtualCard card;
    private final ServerSocket listener;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile VpcdConnection connection;
    private volatile boolean closed;
    private Bytes atr;

    private VpcdPresenter(VirtualCard card, ServerSocket listener) {
        this.card = card;
        this.listener = listener;
    }

    /// Inserts the card into the reader that waits at `reader`.
    ///
    /// @param patience how long to try if nobody listens there yet, as when pcscd is just starting
    /// @throws IOException if the reader cannot be reached
    public static VpcdPresenter connect(InetSocketAddress reader, VirtualCard card, Duration patience)
            throws IOException {
        var presenter = new VpcdPresenter(card, null);
        presenter.connection = new VpcdConnection(reach(reader, patience));
        presenter.start("card in vpcd at " + reader, presenter::presentOnce);
        return presenter;
    }

    /// Waits for readers to connect, one after the other, and is inserted into each as long as that lasts.
    ///
    /// @param address where to listen; port 0 takes a free one, see [#address]
    public static VpcdPresenter listen(InetSocketAddress address, VirtualCard card) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen at " + address + " for vpcd: " + e.getMessage(), e);
        }
        var presenter = new VpcdPresenter(card, listener);
        presenter.start("card for vpcd at port " + listener.getLocalPort(), presenter::presentToAll);
        return presenter;
    }

    /// Where it listens for readers; empty if it has connected to one.
    public Optional<InetSocketAddress> address() {
        return Optional.ofNullable(listener).map(socket -> (InetSocketAddress) socket.getLocalSocketAddress());
    }

    /// Waits until the card is out of the reader: the reader has gone, or [#close] was called.
    ///
    /// @return whether that happened within the time
    /// @throws IOException if the connection that was made broke, or the card failed; the message says which
    public boolean awaitEnd(Duration timeout) throws IOException, InterruptedException {
        try {
            end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e.getCause());
        }
    }

    private static String reason(Throwable cause) {
        return cause instanceof IOException || cause instanceof CardUnresponsiveException
                ? cause.getMessage()
                : "the card failed: " + cause;
    }

    /// Pulls the card, and waits until it is powered down.
    @Override
    public void close() throws IOException {
        closed = true;
        if (listener != null) {
            listener.close();
        }
        var current = connection;
        if (current != null) {
            current.close();
        }
        end.exceptionally(_ -> null).join();
    }

    private static Socket reach(InetSocketAddress reader, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var socket = new Socket();
            try {
                socket.connect(reader);
                return socket;
            } catch (ConnectException e) {
                socket.close();
                if (System.nanoTime() >= deadline) {
                    throw new IOException(
                            "cannot reach a vpcd reader at " + reader + ": " + e.getMessage()
                                    + ". Is pcscd running, with the vpcd driver, and its slot free?",
                            e);
                }
                pause();
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a vpcd reader", e);
        }
    }

    private interface Work {
        void run() throws IOException, CardUnresponsiveException;
    }

    private void start(String name, Work work) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
                end.complete(null);
            } catch (Throwable e) { // of the card, too: a class that an applet lacks, for example
                if (closed) {
                    end.complete(null);
                } else {
                    end.completeExceptionally(e);
                }
            }
        });
    }

    private void presentToAll() throws IOException, CardUnresponsiveException {
        try (listener) {
            while (!closed) {
                presentTo(listener.accept());
            }
        }
    }

    /// However the connection ends, as by a reset when pcscd is killed, the next reader may come.
    private void presentTo(Socket socket) throws CardUnresponsiveException {
        try (socket) {
            connection = new VpcdConnection(socket);
            presentOnce();
        } catch (IOException broken) {
            System.getLogger(VpcdPresenter.class.getName())
                    .log(System.Logger.Level.DEBUG, "a vpcd reader has gone: " + broken.getMessage());
        }
    }

    private void presentOnce() throws IOException, CardUnresponsiveException {
        try (var reader = connection) {
            if (closed) {
                return;
            }
            atr = card.powerOn(); // vpcd wants the ATR before it gives power
            while (true) {
                Bytes request = reader.read();
                Optional<Bytes> answer = answer(request);
                if (answer.isPresent()) {
                    reader.write(answer.get());
                }
            }
        } catch (EOFException _) {
            // The reader is gone: pcscd ended, or pulled the card.
        } finally {
            card.powerOff();
        }
    }

    private Optional<Bytes> answer(Bytes request) throws CardUnresponsiveException {
        if (request.equals(VpcdControl.GET_ATR)) {
            return Optional.of(atr);
        }
        if (request.equals(VpcdControl.POWER_OFF)) {
            card.powerOff();
            return Optional.empty();
        }
        if (request.equals(VpcdControl.POWER_ON)) {
            atr = card.powerOn();
            return Optional.empty();
        }
        if (request.equals(VpcdControl.RESET)) {
            atr = card.reset();
            return Optional.empty();
        }
        Bytes answer = card.transmit(request);
        boolean fits = answer.length() <= VpcdConnection.MAX_CONTENT;
        return Optional.of(fits ? answer : StatusWord.WRONG_LENGTH.encode());
    }
}
