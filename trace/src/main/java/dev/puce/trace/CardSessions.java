package dev.puce.trace;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Knows which reader a card handle belongs to and which application was selected there, from the calls seen so
/// far.
///
/// Handles are forgotten when they are disconnected, and the oldest when there are very many.
public final class CardSessions {
    private static final int MAX_HANDLES = 1 << 14;
    private static final int SELECT = 0xA4;
    private static final int BY_NAME = 0x04;

    /// First bytes of status words: done, done with a warning (6283: the file is deactivated), bytes still to come.
    private static final Set<Integer> SELECTED = Set.of(0x90, 0x61, 0x62, 0x63);

    private final Map<Object, Session> sessions;

    /// A connection to a card.
    ///
    /// @param reader name of the reader, empty if it is unknown
    /// @param aid    the name of the last successful SELECT by name
    public record Session(String reader, Optional<Bytes> aid) {}

    /// No call has been seen yet.
    public CardSessions() {
        this(new LinkedHashMap<>());
    }

    private CardSessions(Map<Object, Session> sessions) {
        this.sessions = sessions;
    }

    /// Returns an independent copy, which goes on from the calls seen so far.
    public CardSessions copy() {
        return new CardSessions(new LinkedHashMap<>(sessions));
    }

    /// Takes note of a call. Must see every call, in their order.
    ///
    /// @return the session that the call belongs to, as it was when the call was made, or was begun by the call
    public Optional<Session> observe(TracedCall traced) {
        var result = traced.result();
        return switch (traced.call()) {
            case Call.Connect connect -> {
                var session = new Session(connect.reader(), Optional.empty());
                if (result instanceof Result.Connect(long card, var _)) {
                    remember(key(card, traced), session);
                }
                yield Optional.of(session);
            }
            case Call.Transmit transmit -> {
                var session = find(transmit.card(), traced);
                if (session != null && result instanceof Result.Transmit(var _, var response, var _)) {
                    select(transmit, traced, session, response);
                }
                yield Optional.ofNullable(session);
            }
            case Call.Disconnect(long card, var _) -> disconnect(card, traced);
            case Call.Status(long card) -> {
                var session = find(card, traced);
                if ((session == null || session.reader.isEmpty()) && result instanceof Result.Status status) {
                    session = new Session(status.reader(), Optional.empty());
                    remember(key(card, traced), session);
                }
                yield Optional.ofNullable(session);
            }
            case Call.Reconnect reconnect -> session(reconnect.card(), traced);
            case Call.BeginTransaction(long card) -> session(card, traced);
            case Call.EndTransaction(long card, var _) -> session(card, traced);
            case Call.Control control -> session(control.card(), traced);
            case Call.GetAttrib(long card, var _) -> session(card, traced);
            case Call.SetAttrib(long card, var _, var _) -> session(card, traced);
            case Call.EstablishContext _,
                    Call.ReleaseContext _,
                    Call.IsValidContext _,
                    Call.ListReaders _,
                    Call.ListReaderGroups _,
                    Call.GetStatusChange _,
                    Call.Cancel _,
                    Call.FreeMemory _,
                    Call.NameOnly _,
                    Call.Mark _,
                    Call.Unknown _ -> Optional.empty();
        };
    }

    private Optional<Session> session(long card, TracedCall traced) {
        return Optional.ofNullable(find(card, traced));
    }

    private Optional<Session> disconnect(long card, TracedCall traced) {
        var session = session(card, traced);
        if (isSuccess(traced)) {
            sessions.remove(key(card, traced));
        }
        return session;
    }

    /// The session of a card handle. Without a handle, calls at one reader, or of one caller, count as one session.
    private Session find(long card, TracedCall traced) {
        var known = sessions.get(key(card, traced));
        if (known != null) {
            return known;
        }
        var reader = traced.provenance().reader();
        return Call.isKnown(card) && reader.isEmpty() ? null : new Session(reader.orElse(""), Optional.empty());
    }

    private static Object key(long card, TracedCall traced) {
        if (Call.isKnown(card)) {
            return card;
        }
        var reader = traced.provenance().reader();
        return reader.isPresent() ? reader.get() : traced.caller();
    }

    private void select(Call.Transmit transmit, TracedCall traced, Session session, Bytes response) {
        var command = transmit.sendBuffer();
        if (command.length() < 6 || command.get(1) != SELECT || command.get(2) != BY_NAME || response.length() < 2) {
            return;
        }
        int sw1 = response.get(response.length() - 2);
        Bytes name = name(command);
        if (SELECTED.contains(sw1) && !name.isEmpty()) {
            remember(key(transmit.card(), traced), new Session(session.reader, Optional.of(name)));
        }
    }

    /// The data field of a short or an extended command; or its first part if it is cut.
    private static Bytes name(Bytes command) {
        boolean isExtended = command.get(4) == 0 && command.length() > 7;
        int from = isExtended ? 7 : 5;
        int length = isExtended ? command.get(5) << 8 | command.get(6) : command.get(4);
        return command.slice(from, Math.min(from + length, command.length()));
    }

    private static boolean isSuccess(TracedCall traced) {
        return traced.outcome().isPresent() && traced.outcome().get().code().isSuccess();
    }

    private void remember(Object key, Session session) {
        if (sessions.size() >= MAX_HANDLES && !sessions.containsKey(key)) {
            var oldest = sessions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        sessions.put(key, session);
    }
}
