package dev.puce.cards;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.Scope;
import java.util.concurrent.atomic.AtomicBoolean;

/// The PC/SC side of a card: a context of its own, so that no other wait or command delays it, and a card handle.
///
/// Thread-safe: the calls are PC/SC's own, closing happens once. It knows nothing of the [Card] that uses it,
/// so that it can be closed when that one was forgotten.
final class Connection {
    final long handle;
    private final Pcsc pcsc;
    private final long context;
    private final String reader;
    private final Disposition disposition;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Protocol protocol;
    private volatile Runnable whenClosed = () -> {};

    private Connection(Pcsc pcsc, long context, String reader, Result.Connect connected, Disposition disposition) {
        this.pcsc = pcsc;
        this.context = context;
        this.reader = reader;
        this.handle = connected.card();
        this.protocol = connected.activeProtocol();
        this.disposition = disposition;
    }

    /// Establishes a context and connects; leaves nothing behind if it cannot.
    static Connection open(Pcsc pcsc, String reader, ConnectOptions options) {
        long context = pcsc.establishContext(Scope.SYSTEM);
        boolean connected = false;
        try {
            var result = pcsc.connect(context, reader, options.shareMode(), options.protocols());
            connected = true;
            return new Connection(pcsc, context, reader, result, options.disposition());
        } finally {
            if (!connected) {
                pcsc.answer(new Call.ReleaseContext(context));
            }
        }
    }

    /// Who answers its calls.
    ///
    /// @throws IllegalStateException if it is closed
    Pcsc pcsc() {
        if (closed.get()) {
            throw new IllegalStateException("the connection to the card in \"" + reader + "\" is closed");
        }
        return pcsc;
    }

    Protocol protocol() {
        return protocol;
    }

    void protocol(Protocol now) {
        protocol = now;
    }

    /// What happens besides when it is closed.
    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    /// Whether it can be used.
    boolean isOpen() {
        return !closed.get();
    }

    /// Disconnects as the options say and releases the context. Card and service may be gone: nothing is thrown.
    void close() {
        if (closed.compareAndSet(false, true)) {
            pcsc.answer(new Call.Disconnect(handle, disposition));
            release();
        }
    }

    /// Disconnects in another way.
    ///
    /// @throws dev.puce.pcsc.PcscException if the card could not be treated so; the connection is closed all
    /// the same
    void close(Disposition otherDisposition) {
        if (closed.compareAndSet(false, true)) {
            try {
                pcsc.disconnect(handle, otherDisposition);
            } finally {
                release();
            }
        }
    }

    private void release() {
        pcsc.answer(new Call.ReleaseContext(context));
        whenClosed.run();
    }
}
