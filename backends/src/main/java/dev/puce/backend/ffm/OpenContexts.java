package dev.puce.backend.ffm;

import dev.puce.backend.handle.Handles;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.ReturnCode;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The open contexts and their connected cards. Makes calls in an order that is safe for the library
/// ([CallOrder], [OpenContext]) and releases open contexts.
///
/// Only libpcsclite needs this order; the libraries of other platforms get every call immediately.
final class OpenContexts implements AutoCloseable {
    private static final long CANCEL_AGAIN_NANOS = 1_000_000;

    private final Library library;
    private final boolean ordered;
    private final Handles<OpenContext> contexts = new Handles<>();
    private final Handles<OpenContext> cards = new Handles<>();
    private volatile boolean closed;

    OpenContexts(Library library, Platform platform) {
        this.library = library;
        this.ordered = platform == Platform.PCSC_LITE;
    }

    int establish(int scope, MemorySegment context, Platform platform) {
        if (closed) {
            return ReturnCode.NO_SERVICE.value();
        }
        var opened = new OpenContext();
        IntSupplier establish = () -> {
            opened.number();
            return library.establishContext(Integer.toUnsignedLong(scope), context);
        };
        int code = ordered ? CallOrder.changing(establish) : establish.getAsInt();
        if (code == 0) {
            contexts.put(platform.getHandle(context, 0), opened);
            if (closed) {
                close();
                return ReturnCode.NO_SERVICE.value();
            }
        }
        return code;
    }

    int release(long handle) {
        OpenContext context = contexts.remove(handle).orElse(null);
        if (!ordered) {
            return library.releaseContext(handle);
        }
        boolean alone = context != null && context.beginRelease();
        try {
            return CallOrder.changing(() -> library.releaseContext(handle));
        } finally {
            if (context != null) {
                cards.removeIf(of -> of == context);
            }
            if (alone) {
                context.endRelease();
            }
        }
    }

    /// Runs `SCardConnect`.
    int connect(long handle, IntSupplier connect) {
        OpenContext context = ordered ? contexts.get(handle) : null;
        return context == null ? connect.getAsInt() : context.connect(connect);
    }

    /// Registers a card.
    void connected(long context, long card) {
        OpenContext open = contexts.get(context);
        if (open != null) {
            open.addCard();
            cards.put(card, open);
        }
    }

    int disconnect(long card, int disposition) {
        IntSupplier disconnect = () -> library.disconnect(card, disposition);
        if (!ordered) {
            return disconnect.getAsInt();
        }
        OpenContext context = enter(card);
        try {
            int code = CallOrder.searching(disconnect);
            if (code == 0 && context != null) {
                context.removeCard();
                cards.remove(card, context);
            }
            return code;
        } finally {
            leave(context);
        }
    }

    /// Begins a transaction. The only function for a card that may block forever, so it does not enter the context. The
    /// library does not hold the context while it waits.
    int beginTransaction(long card) {
        search(card);
        return library.beginTransaction(card);
    }

    /// Enters a call on a card.
    ///
    /// @return the argument for [#leave]; null if the card is unknown, for which the library returns an error
    OpenContext enter(long card) {
        OpenContext context = search(card);
        if (context != null) {
            context.enter();
        }
        return context;
    }

    /// Returns the context of a card once the library can search its lists; null if the card is unknown.
    private OpenContext search(long card) {
        OpenContext context = ordered ? cards.get(card) : null;
        if (context != null) {
            context.awaitConnecting();
        }
        return context;
    }

    /// Leaves a call.
    void leave(OpenContext context) {
        if (context != null) {
            context.leave();
        }
    }

    /// Runs a call on a card.
    Answer onCard(long card, Supplier<Answer> call) {
        OpenContext context = enter(card);
        try {
            return call.get();
        } finally {
            leave(context);
        }
    }

    /// Runs a call on a context.
    Answer inContext(long handle, Supplier<Answer> call) {
        OpenContext context = ordered ? contexts.get(handle) : null;
        if (context != null) {
            context.enter();
        }
        try {
            return call.get();
        } finally {
            leave(context);
        }
    }

    /// Runs a wait on a context.
    int waiting(long handle, IntSupplier wait) {
        OpenContext context = contexts.get(handle);
        if (context == null) {
            // An unknown context, for which the library returns an error. But libpcsclite may wait forever for a
            // context that is being released, so do not call it after close.
            return closed ? ReturnCode.INVALID_HANDLE.value() : wait.getAsInt();
        }
        context.beginWait(ordered);
        try {
            return closed ? ReturnCode.CANCELLED.value() : wait.getAsInt();
        } finally {
            context.endWait(ordered);
        }
    }

    /// Cancels waits repeatedly until none runs, because a cancel before the start of a wait has no effect. Then
    /// releases the contexts.
    @Override
    public void close() {
        closed = true;
        for (long handle : contexts.all()) {
            OpenContext context = contexts.get(handle);
            while (context != null && context.isWaiting()) {
                library.cancel(handle);
                LockSupport.parkNanos(CANCEL_AGAIN_NANOS);
            }
            if (context != null && contexts.get(handle) == context) {
                release(handle);
            }
        }
    }
}
