package dev.puce.cli.service;

import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.VpcdListener;
import dev.puce.service.card.VpcdPresenter;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Readers of a service whose cards come over TCP.
final class VpcdSlots implements Closeable {
    private static final String READER = "Virtual PCD";

    private final PcscService service;
    private final List<VpcdListener> listeners = new ArrayList<>();

    VpcdSlots(PcscService service) {
        this.service = service;
    }

    /// Adds a reader for the cards that connect there.
    ///
    /// @return name of the reader and where it listens, for people
    String open(InetSocketAddress address) throws IOException {
        VirtualReader reader = service.addReader(READER);
        var listener = VpcdListener.open(address, reader::insert, reader::remove);
        listeners.add(listener);
        String slot = reader.name() + ": cards connect to " + VpcdPresenter.text(listener.address());
        return listener.exposure()
                .map(warning -> slot + "; warning: " + warning)
                .orElse(slot);
    }

    @Override
    public void close() throws IOException {
        for (VpcdListener listener : listeners) {
            listener.close();
        }
    }
}
