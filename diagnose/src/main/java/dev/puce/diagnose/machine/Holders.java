package dev.puce.diagnose.machine;

import java.nio.file.Path;

/// Names the programs that may hold a card, for messages. The daemon does not tell which of its clients it is.
public final class Holders {
    private final DaemonClients clients;

    private Holders(DaemonClients clients) {
        this.clients = clients;
    }

    /// Looks at the programs that are connected to a daemon's socket now.
    public static Holders of(Path socket) {
        return new Holders(DaemonClients.of(socket));
    }

    /// Returns the programs.
    public DaemonClients clients() {
        return clients;
    }

    /// `: firefox (pid 12)`, or `: one of ...`; the empty string if nothing is known.
    public String ofCard() {
        return clients.isEmpty() ? "" : ": " + some();
    }

    /// `; a transaction of firefox (pid 12)?`; the empty string if nothing is known.
    String ofTransaction() {
        return clients.isEmpty() ? "" : "; the transaction may be one of " + clients;
    }

    private String some() {
        return clients.programs().size() + clients.hidden() == 1 ? clients.toString() : "one of " + clients;
    }
}
