package dev.puce.cards;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.Scope;
import java.util.concurrent.atomic.AtomicBoolean;

/// The PC/SC side of a card: a card handle and its own context, so that other calls do not delay it.
///
/// Thread-safe: the calls are PC/SC's own, and closing happens once. It has no reference to its [Card], so a
/// cleaner can close it when the card is unreachable.
final class Connection {
    final long handle;
    private final Pcsc pcsc;
    private final long context;
    private final String reader;
    private final Disposition disposition;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Protocol protocol;
    private volatile Runnable onClose = () -> {};

    private Connection(Pcsc pcsc, long context, String reader, Result.Connect connected, Disposition disposition) {
        this.pcsc = pcsc;
        this.context = context;
        this.reader = reader;
        this.handle = connected.card();
        this.protocol = connected.activeProtocol();
        this.disposition = disposition;
    }

    /// Establishes a context and connects; releases everything on failure.
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

    /// Returns the PC/SC backend.
    ///
    /// @throws IllegalStateException if the connection is closed
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

    /// Sets an action that runs after closing.
    void onClose(Runnable action) {
        onClose = action;
    }

    /// Returns whether the connection is not closed yet.
    boolean isOpen() {
        return !closed.get();
    }

    /// Disconnects as the options say and releases the context. Throws nothing, even if the card or service is
    /// gone.
    void close() {
        if (closed.compareAndSet(false, true)) {
            pcsc.answer(new Call.Disconnect(handle, disposition));
            release();
        }
    }

    /// Disconnects with another disposition.
    ///
    /// @throws dev.puce.pcsc.PcscException if the disposition failed; the connection is closed in any case
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
        onClose.run();
    }
}
