package dev.puce.service.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Who waits for an event, and which events there are.
///
/// Cards that come and go are told at once. A changed number of handles is told a little later, and not at all if it
/// is the old one again by then: every connection of anybody would otherwise wake everybody twice.
final class Events implements EngineReader.Listener {
    /// How long a change of sharing may stay untold; pcscd looks for it every 400 ms.
    static final Duration SHARING_DELAY = Duration.ofMillis(100);

    /// The counter of readers has 16 bits, is positive, and begins at 1.
    private static final int MAX_READER_EVENTS = 0x7FFF;

    private final EventLoop loop;
    private final ReaderTable table;
    private final Set<Client> waiting = new LinkedHashSet<>();
    private final Map<EngineReader, Integer> toldSharing = new HashMap<>();
    private boolean sharingPending;
    private int readerEvents = 1;

    Events(EventLoop loop, ReaderTable table) {
        this.loop = loop;
        this.table = table;
    }

    /// How often readers came or went.
    int readerEvents() {
        return readerEvents;
    }

    /// A reader came or went.
    void readersChanged() {
        countReader();
        fire();
    }

    private void countReader() {
        readerEvents = readerEvents == MAX_READER_EVENTS ? 1 : readerEvents + 1;
    }

    @Override
    public void touched() {
        table.touch();
    }

    @Override
    public void changed() {
        fire();
    }

    @Override
    public void sharingChanged() {
        if (!sharingPending) {
            sharingPending = true;
            loop.after(SHARING_DELAY, this::tellSharing);
        }
    }

    private void tellSharing() {
        sharingPending = false;
        var current = new HashMap<EngineReader, Integer>();
        table.readers()
                .filter(reader -> reader.sharing() != 0)
                .forEach(reader -> current.put(reader, reader.sharing()));
        if (!current.equals(toldSharing)) {
            toldSharing.clear();
            toldSharing.putAll(current);
            fire();
        }
    }

    void register(Client client) {
        client.eventWait.register(client.version.hasStateArray());
        waiting.add(client);
    }

    /// Takes one registration back; tells whether there was one.
    boolean unregister(Client client) {
        boolean registered = client.eventWait.unregister();
        if (client.eventWait.registrations() == 0) {
            waiting.remove(client);
        }
        return registered;
    }

    /// Wakes the client, if it waits.
    void cancel(Client client) {
        if (client.eventWait.registrations() > 0) {
            unregister(client);
            client.eventWait.cancelled();
        }
    }

    /// The client is gone.
    void forget(Client client) {
        waiting.remove(client);
        client.eventWait.close();
    }

    private void fire() {
        if (waiting.isEmpty()) {
            return;
        }
        var woken = new ArrayList<>(waiting);
        waiting.clear();
        woken.forEach(client -> client.eventWait.fire());
    }
}
