package dev.puce.diagnose.trace.situation;

import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The present use of a reader: the connections to its card, and the transaction.
public final class ReaderUse {
    private static final int MAX_CONNECTIONS = 1 << 10;

    private final Map<Long, CardConnection> connections = new LinkedHashMap<>();
    private CardConnection transaction;
    private TracedCall transactionBegin;
    private Incident reset;
    private Incident removal;
    private Incident selection;

    ReaderUse() {}

    /// A connection of another program.
    ///
    /// @param exclusively whether only an exclusive connection counts
    public Optional<CardConnection> holder(Program other, boolean exclusively) {
        return connections.values().stream()
                .filter(connection -> connection.program() != other)
                .filter(connection -> !exclusively || connection.shareMode().equals(ShareMode.EXCLUSIVE))
                .findFirst();
    }

    /// A connection of the program itself that is older than the failing call.
    ///
    /// @param exclusively whether only an exclusive connection counts
    public Optional<CardConnection> ownConnection(Program program, boolean exclusively) {
        return connections.values().stream()
                .filter(connection -> connection.program() == program)
                .filter(connection -> !exclusively || connection.shareMode().equals(ShareMode.EXCLUSIVE))
                .findFirst();
    }

    /// The open transaction: its connection.
    public Optional<CardConnection> transaction() {
        return Optional.ofNullable(transaction);
    }

    /// The SCardBeginTransaction of the open transaction; `null` without one.
    public TracedCall transactionBegin() {
        return transactionBegin;
    }

    /// The latest reset of the card by a program.
    public Optional<Incident> reset() {
        return Optional.ofNullable(reset);
    }

    /// The latest removal of the card, as a program learned of it.
    public Optional<Incident> removal() {
        return Optional.ofNullable(removal);
    }

    /// The latest successful SELECT by name of any program.
    public Optional<Incident> selection() {
        return Optional.ofNullable(selection);
    }

    /// Number of programs with a connection.
    public long programs() {
        return connections.values().stream()
                .map(CardConnection::program)
                .distinct()
                .count();
    }

    void connected(CardConnection connection) {
        if (connections.size() >= MAX_CONNECTIONS) {
            connections.remove(connections.keySet().iterator().next());
        }
        connections.put(connection.handle(), connection);
    }

    void disconnected(long handle) {
        connections.remove(handle);
        if (transaction != null && transaction.handle() == handle) {
            ended();
        }
    }

    void begun(long handle, TracedCall call) {
        transaction = connections.get(handle);
        transactionBegin = call;
    }

    void ended() {
        transaction = null;
        transactionBegin = null;
    }

    void reset(Incident incident) {
        reset = incident;
    }

    void removed(Incident incident) {
        removal = incident;
    }

    void selected(Incident incident) {
        selection = incident;
    }

    void closed(Program program, int socket) {
        connections.values().removeIf(connection -> connection.isOf(program, socket));
        if (transaction != null && transaction.isOf(program, socket)) {
            ended();
        }
    }
}
