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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Inserts a virtual card into a vpcd reader of a real pcscd. The card is inserted while the connection lasts;
/// [#close] removes it.
///
/// vpcd waits for cards on port 35963 and the following ones, one port per slot. If its `DEVICENAME` is
/// `host:port`, it connects to a listening card instead, which needs no fixed port: see [#listen].
public final class VpcdPresenter implements Closeable {
    /// Port of the first reader of vpcd.
    public static final int DEFAULT_PORT = 35963;

    private static final Duration RETRY_DELAY = Duration.ofMillis(50);

    /// Time for the first request of a reader. vpcd polls its cards every 0.4 s.
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(5);

    private final VirtualCard card;
    private final ServerSocket listener;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile VpcdConnection connection;
    private volatile boolean closed;
    private boolean requested;
    private Bytes atr;

    private VpcdPresenter(VirtualCard card, ServerSocket listener) {
        this.card = card;
        this.listener = listener;
    }

    /// Inserts the card into the reader that listens at `reader`.
    ///
    /// @param timeout how long to retry while no reader listens there, for example while pcscd starts
    /// @throws IOException if the reader is unreachable
    public static VpcdPresenter connect(InetSocketAddress reader, VirtualCard card, Duration timeout)
            throws IOException {
        var presenter = new VpcdPresenter(card, null);
        presenter.connection = new VpcdConnection(connectWithRetry(reader, timeout));
        presenter.start("card in vpcd at " + text(reader), () -> presenter.presentToReader(reader));
        return presenter;
    }

    /// Waits for readers to connect, one at a time, and inserts the card into each while its connection lasts.
    ///
    /// @param address where to listen; port 0 selects a free one, see [#address]
    public static VpcdPresenter listen(InetSocketAddress address, VirtualCard card) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen at " + text(address) + " for vpcd: " + e.getMessage(), e);
        }
        var presenter = new VpcdPresenter(card, listener);
        presenter.start("card for vpcd at port " + listener.getLocalPort(), presenter::presentToAll);
        return presenter;
    }

    /// Returns an address as `HOST:PORT`, with the host as the user named it.
    public static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /// Returns the address where it listens for readers; empty if it has connected to one.
    public Optional<InetSocketAddress> address() {
        return Optional.ofNullable(listener).map(socket -> (InetSocketAddress) socket.getLocalSocketAddress());
    }

    /// Waits until the card is removed: the reader has disconnected, or [#close] was called.
    ///
    /// @return whether that happened within the timeout
    /// @throws IOException if the connection broke or the card failed; the message says which
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

    /// Removes the card and waits until it is powered off.
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

    private static Socket connectWithRetry(InetSocketAddress reader, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var socket = new Socket();
            try {
                socket.connect(reader);
                return socket;
            } catch (ConnectException e) {
                socket.close();
                if (System.nanoTime() >= deadline) {
                    throw new IOException(
                            "cannot connect to a vpcd reader at " + text(reader) + ": " + e.getMessage()
                                    + ". Check that pcscd runs with the vpcd driver (package vsmartcard-vpcd), and"
                                    + " that its slot is free.",
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
            Thread.sleep(RETRY_DELAY);
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
            } catch (Throwable e) { // also errors of the card, for example a class missing in an applet
                if (closed) {
                    end.complete(null);
                } else {
                    end.completeExceptionally(e);
                }
            }
        });
    }

    /// Serves the reader to which this card has connected. A second card at a vpcd port gets no request.
    private void presentToReader(InetSocketAddress reader) throws IOException, CardUnresponsiveException {
        try {
            connection.setReadTimeout(FIRST_REQUEST);
            presentOnce();
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    "the vpcd reader at " + text(reader) + " does not use the card: it sent no request within "
                            + FIRST_REQUEST.toSeconds() + " s. Probably another card occupies its slot.",
                    e);
        } catch (SocketException reset) {
            if (!requested) {
                throw reset;
            }
            // The reader has ended: the system resets the connections of a pcscd that is killed.
        }
        if (!requested && !closed) {
            throw new IOException("the vpcd reader at " + text(reader)
                    + " closed the connection without a request. Probably another card occupies its slot.");
        }
    }

    private void presentToAll() throws IOException, CardUnresponsiveException {
        try (listener) {
            while (!closed) {
                presentTo(listener.accept());
            }
        }
    }

    /// Serves one reader. However its connection ends, for example with a reset when pcscd is killed, the next
    /// reader may connect.
    private void presentTo(Socket socket) throws CardUnresponsiveException {
        try (socket) {
            connection = new VpcdConnection(socket);
            presentOnce();
        } catch (IOException broken) {
            System.getLogger(VpcdPresenter.class.getName())
                    .log(System.Logger.Level.DEBUG, "a vpcd reader disconnected: " + broken.getMessage());
        }
    }

    private void presentOnce() throws IOException, CardUnresponsiveException {
        try (var reader = connection) {
            if (closed) {
                return;
            }
            atr = card.powerOn(); // vpcd requests the ATR before it powers the card on
            while (true) {
                Bytes request = reader.read();
                if (!requested) {
                    requested = true;
                    reader.setReadTimeout(Duration.ZERO);
                }
                Optional<Bytes> answer = answer(request);
                if (answer.isPresent()) {
                    reader.write(answer.get());
                }
            }
        } catch (EOFException _) {
            // The reader disconnected: pcscd ended, or removed the card.
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
