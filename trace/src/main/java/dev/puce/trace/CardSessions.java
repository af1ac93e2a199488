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

    private final Map<Long, Session> sessions = new LinkedHashMap<>();

    /// A connection to a card.
    ///
    /// @param reader name of the reader
    /// @param aid    what was last selected by name with success
    public record Session(String reader, Optional<Bytes> aid) {}

    /// No call has been seen yet.
    public CardSessions() {}

    /// Takes note of a call. Must see every call, in their order.
    ///
    /// @return the session that the call belongs to, as it was when the call was made, or was begun by the call
    public Optional<Session> observe(TracedCall traced) {
        var result = traced.outcome().map(TracedCall.Outcome::result).orElse(Result.NONE);
        return switch (traced.call()) {
            case Call.Connect connect -> {
                var session = new Session(connect.reader(), Optional.empty());
                if (result instanceof Result.Connect(long card, var _)) {
                    remember(card, session);
                }
                yield Optional.of(session);
            }
            case Call.Transmit transmit -> {
                var session = sessions.get(transmit.card());
                if (session != null && result instanceof Result.Transmit(var _, var response)) {
                    select(transmit, session, response);
                }
                yield Optional.ofNullable(session);
            }
            case Call.Disconnect(long card, var _) ->
                Optional.ofNullable(isSuccess(traced) ? sessions.remove(card) : sessions.get(card));
            case Call.Status(long card) -> {
                var session = sessions.get(card);
                if (session == null && result instanceof Result.Status status) {
                    session = new Session(status.reader(), Optional.empty());
                    remember(card, session);
                }
                yield Optional.ofNullable(session);
            }
            case Call.Reconnect reconnect -> session(reconnect.card());
            case Call.BeginTransaction(long card) -> session(card);
            case Call.EndTransaction(long card, var _) -> session(card);
            case Call.Control control -> session(control.card());
            case Call.GetAttrib(long card, var _) -> session(card);
            case Call.SetAttrib(long card, var _, var _) -> session(card);
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

    private Optional<Session> session(long card) {
        return Optional.ofNullable(sessions.get(card));
    }

    private void select(Call.Transmit transmit, Session session, Bytes response) {
        var command = transmit.sendBuffer();
        if (command.length() < 6 || command.get(1) != SELECT || command.get(2) != BY_NAME || response.length() < 2) {
            return;
        }
        int sw1 = response.get(response.length() - 2);
        Bytes name = name(command);
        if (SELECTED.contains(sw1) && !name.isEmpty()) {
            sessions.put(transmit.card(), new Session(session.reader, Optional.of(name)));
        }
    }

    /// The data field of a short or an extended command; what there is of it, if it is cut.
    private static Bytes name(Bytes command) {
        boolean isExtended = command.get(4) == 0 && command.length() > 7;
        int from = isExtended ? 7 : 5;
        int length = isExtended ? command.get(5) << 8 | command.get(6) : command.get(4);
        return command.slice(from, Math.min(from + length, command.length()));
    }

    private static boolean isSuccess(TracedCall traced) {
        return traced.outcome().isPresent() && traced.outcome().get().code().isSuccess();
    }

    private void remember(long card, Session session) {
        if (sessions.size() >= MAX_HANDLES) {
            var oldest = sessions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        sessions.put(card, session);
    }
}
