package dev.puce.service.card;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Consumer;

/// Takes the place of a vpcd reader: cards of the vsmartcard project connect to it, and each that does becomes a
/// [VpcdCard]. Like vpcd it holds one card at a time; the next one waits until the card before it has left.
public final class VpcdListener implements Closeable {
    /// How often vpcd asks whether the card is still there.
    private static final Duration POLL = Duration.ofMillis(400);

    private static final System.Logger LOG = System.getLogger(VpcdListener.class.getName());

    private final ServerSocket listener;
    private final Consumer<VpcdCard> inserted;
    private final Consumer<VpcdCard> removed;
    private volatile VpcdCard current;

    private VpcdListener(ServerSocket listener, Consumer<VpcdCard> inserted, Consumer<VpcdCard> removed) {
        this.listener = listener;
        this.inserted = inserted;
        this.removed = removed;
    }

    /// Begins to listen.
    ///
    /// @param address  where; port 0 takes a free one, see [#address]
    /// @param inserted is told of a card that has connected, on the listener's thread;
    ///                 if it throws, the card is dropped
    /// @param removed  is told, after that, that the same card has gone
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

    /// Where cards connect to.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /// Stops listening and drops the card that is there.
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
            try (var card = new VpcdCard(listener.accept(), VpcdCard.DEFAULT_TIMEOUT)) {
                current = card;
                inserted.accept(card);
                try {
                    while (!listener.isClosed() && card.isPresent()) {
                        Thread.sleep(POLL);
                    }
                } finally {
                    removed.accept(card);
                }
            } catch (IOException _) {
                // A card that broke off while connecting, or the listener was closed: the loop looks at that.
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException refused) {
                if (!listener.isClosed()) {
                    LOG.log(System.Logger.Level.WARNING, "a card of vpcd was dropped: " + refused.getMessage());
                }
            }
        }
    }
}
