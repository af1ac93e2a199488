package dev.puce.service.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Sends events to waiting clients.
///
/// Insertions and removals are reported at once. A changed number of handles is reported a little later, and not
/// at all if it has changed back by then. Otherwise each connection would wake every waiting client twice.
final class Events implements EngineReader.Listener {
    /// Delay of events about sharing; pcscd polls the sharing every 400 ms.
    static final Duration SHARING_DELAY = Duration.ofMillis(100);

    /// Maximum of the reader event counter, which has 16 bits, is positive, and starts at 1.
    private static final int MAX_READER_EVENTS = 0x7FFF;

    private final EventLoop loop;
    private final ReaderTable table;
    private final Set<Client> waiting = new LinkedHashSet<>();
    private final Map<EngineReader, Integer> reportedSharing = new HashMap<>();
    private boolean sharingPending;
    private int readerEvents = 1;

    Events(EventLoop loop, ReaderTable table) {
        this.loop = loop;
        this.table = table;
    }

    /// Returns the number of reader arrivals and departures.
    int readerEvents() {
        return readerEvents;
    }

    /// Reports that a reader was added or removed.
    void readersChanged() {
        countReader();
        fire();
    }

    private void countReader() {
        readerEvents = readerEvents == MAX_READER_EVENTS ? 1 : readerEvents + 1;
    }

    @Override
    public void stateChanged() {
        table.stateChanged();
    }

    @Override
    public void cardChanged() {
        fire();
    }

    @Override
    public void sharingChanged() {
        if (!sharingPending) {
            sharingPending = true;
            loop.after(SHARING_DELAY, this::reportSharing);
        }
    }

    private void reportSharing() {
        sharingPending = false;
        var current = new HashMap<EngineReader, Integer>();
        table.readers()
                .filter(reader -> reader.sharing() != 0)
                .forEach(reader -> current.put(reader, reader.sharing()));
        if (!current.equals(reportedSharing)) {
            reportedSharing.clear();
            reportedSharing.putAll(current);
            fire();
        }
    }

    void register(Client client) {
        client.eventWait.register(client.version.hasStateArray());
        waiting.add(client);
    }

    /// Removes one registration; returns whether there was one.
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

    /// Removes a disconnected client.
    void remove(Client client) {
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
