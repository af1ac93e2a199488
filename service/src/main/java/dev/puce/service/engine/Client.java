package dev.puce.service.engine;

import dev.puce.wire.ProtocolVersion;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A connected program: its context, its handles, and whether it waits for an event.
public final class Client {
    /// Stands for no context.
    static final int NO_CONTEXT = 0;

    final ClientPort port;
    final SequencedMap<Integer, Handle> handles = new LinkedHashMap<>();
    final EventWait eventWait;

    /// What it speaks; a client that does not say so is taken for a new one.
    ProtocolVersion version = ProtocolVersion.V4_6;

    int context = NO_CONTEXT;

    Client(ClientPort port, EventLoop loop) {
        this.port = port;
        this.eventWait = new EventWait(port, loop);
    }
}
