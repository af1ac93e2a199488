package dev.puce.service.engine;

import dev.puce.wire.ProtocolVersion;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A connected program: its context, its handles, and its wait for an event.
public final class Client {
    /// Number for "no context".
    static final int NO_CONTEXT = 0;

    final ClientPort port;
    final SequencedMap<Integer, Handle> handles = new LinkedHashMap<>();
    final EventWait eventWait;

    /// Its protocol version; the default is the newest.
    ProtocolVersion version = ProtocolVersion.V4_6;

    int context = NO_CONTEXT;

    Client(ClientPort port, EventLoop loop) {
        this.port = port;
        this.eventWait = new EventWait(port, loop);
    }
}
