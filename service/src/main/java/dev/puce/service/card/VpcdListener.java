package dev.puce.service.card;

import dev.puce.service.peer.LoopbackPeer;
import dev.puce.service.peer.UserId;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A vpcd reader: cards of the vsmartcard project connect to it, and each becomes a [VpcdCard].
///
/// It accepts one card at a time and closes further connections. On a loopback address it accepts only cards of its
/// own user. On other addresses it cannot check the user; [#exposure] has a warning for this case.
public final class VpcdListener implements Closeable {
    /// Interval of the check whether the card is still connected, as in vpcd.
    private static final Duration POLL = Duration.ofMillis(400);

    /// Time for the previous card to disconnect before the next one is refused.
    private static final Duration CHANGE_OF_CARDS = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(VpcdListener.class.getName());

    private final ServerSocket listener;
    private final Consumer<VpcdCard> inserted;
    private final Consumer<VpcdCard> removed;
    private final OptionalInt owner = UserId.effective();
    private final Semaphore slot = new Semaphore(1);
    private volatile VpcdCard current;

    private VpcdListener(ServerSocket listener, Consumer<VpcdCard> inserted, Consumer<VpcdCard> removed) {
        this.listener = listener;
        this.inserted = inserted;
        this.removed = removed;
    }

    /// Starts to listen.
    ///
    /// @param address  where to listen; port 0 selects a free one, see [#address]
    /// @param inserted receives each connected card, on the card's thread; if it throws, the card is dropped
    /// @param removed  receives the same card after it has disconnected
    public static VpcdListener open(InetSocketAddress address, Consumer<VpcdCard> inserted, Consumer<VpcdCard> removed)
            throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot listen at " + address + " for cards of vpcd: " + e.getMessage(), e);
        }
        var listener = new VpcdListener(socket, inserted, removed);
        Thread.ofVirtual().name("vpcd at port " + socket.getLocalPort()).start(listener::accept);
        return listener;
    }

    /// Returns the address to which cards connect.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /// Returns a warning if other users or machines can insert cards; empty if only the owner can.
    public Optional<String> exposure() {
        if (!listener.getInetAddress().isLoopbackAddress()) {
            return Optional.of("anyone who can reach " + address() + " can insert a card: listen at 127.0.0.1 instead,"
                    + " or restrict access with a firewall");
        }
        return owner.isEmpty()
                ? Optional.of("every user of this machine can insert a card at " + address()
                        + ", because this system does not report the users of connections")
                : Optional.empty();
    }

    /// Stops listening and disconnects the card.
    @Override
    public void close() throws IOException {
        listener.close();
        var card = current;
        if (card != null) {
            card.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Optional<String> refusal = refusal(socket);
                if (refusal.isPresent()) {
                    socket.close();
                    LOG.log(System.Logger.Level.WARNING, "refused a card of vpcd: " + refusal.get());
                } else {
                    Thread.ofVirtual().name("vpcd card").start(() -> serve(socket));
                }
            } catch (IOException _) {
                // the listener was closed, or a card disconnected while connecting: the loop checks
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// Takes the slot for a connection, or says why not.
    private Optional<String> refusal(Socket socket) throws InterruptedException {
        var peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        if (owner.isPresent() && peer.getAddress().isLoopbackAddress()) {
            OptionalInt user = LoopbackPeer.user(peer, (InetSocketAddress) socket.getLocalSocketAddress());
            if (!user.equals(owner)) {
                return Optional.of(peer + " belongs to another user: run the card as the owner of the reader"
                        + (user.isPresent() ? " instead of uid " + user.getAsInt() : ""));
            }
        }
        boolean free = slot.tryAcquire(CHANGE_OF_CARDS.toMillis(), TimeUnit.MILLISECONDS);
        return free ? Optional.empty() : Optional.of("the reader at " + address() + " already has a card");
    }

    private void serve(Socket socket) {
        try (var card = new VpcdCard(socket, VpcdCard.DEFAULT_TIMEOUT)) {
            current = card;
            if (listener.isClosed()) {
                return;
            }
            inserted.accept(card);
            try {
                while (!listener.isClosed() && card.isPresent()) {
                    Thread.sleep(POLL);
                }
            } finally {
                removed.accept(card);
            }
        } catch (IOException _) {
            // the card disconnected while connecting
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException refused) {
            if (!listener.isClosed()) {
                LOG.log(System.Logger.Level.WARNING, "dropped a card of vpcd: " + refused.getMessage());
            }
        } finally {
            slot.release();
        }
    }
}
