package dev.puce.replay;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.TracedConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes what happened with cards out of recorded calls, reader by reader.
///
/// Only commands that reached a card count. A transmission that failed because another program held the card is not
/// played back: the service refuses it itself if that happens again.
public final class RecordedCards implements CallSink {
    /// Refused by the daemon before the card was asked.
    private static final Set<ReturnCode> NOT_FROM_THE_CARD = Set.of(
            ReturnCode.INVALID_HANDLE,
            ReturnCode.INVALID_PARAMETER,
            ReturnCode.INVALID_VALUE,
            ReturnCode.SHARING_VIOLATION,
            ReturnCode.PROTO_MISMATCH,
            ReturnCode.RESET_CARD,
            ReturnCode.NO_SERVICE);

    private static final String UNKNOWN_READER = "";

    private final TracedConnections connections = new TracedConnections();
    private final Map<String, Entry> readers = new LinkedHashMap<>();

    /// No call has been seen yet.
    public RecordedCards() {}

    private static final class Entry {
        Optional<Bytes> atr = Optional.empty();
        Optional<Protocol> protocol = Optional.empty();
        final List<RecordedExchange> exchanges = new ArrayList<>();
    }

    /// The cards so far, in the order in which their readers turned up: those with exchanges or at least an ATR.
    public List<RecordedCard> cards() {
        mergeUnknownReader();
        return readers.entrySet().stream()
                .filter(entry -> entry.getValue().atr.isPresent()
                        || !entry.getValue().exchanges.isEmpty())
                .map(entry -> new RecordedCard(
                        entry.getKey(), entry.getValue().atr, entry.getValue().protocol, entry.getValue().exchanges))
                .toList();
    }

    /// Some logs name the reader beside the ATR, but not beside the commands. With one reader it is the same card.
    private void mergeUnknownReader() {
        var unnamed = readers.get(UNKNOWN_READER);
        if (unnamed == null || readers.size() != 2) {
            return;
        }
        readers.remove(UNKNOWN_READER);
        var named = readers.values().iterator().next();
        named.atr = named.atr.or(() -> unnamed.atr);
        named.protocol = named.protocol.or(() -> unnamed.protocol);
        named.exchanges.addAll(unnamed.exchanges);
        named.exchanges.sort(Comparator.comparingLong(RecordedExchange::number));
    }

    @Override
    public void accept(TracedCall traced) {
        String reader = connections.reader(traced);
        if (traced.outcome().isEmpty()) {
            return;
        }
        var outcome = traced.outcome().get();
        switch (outcome.result()) {
            case Result.GetStatusChange(List<ReaderState> states) ->
                states.forEach(state -> noteAtr(state.reader(), state.atr()));
            case Result.Status(String named, var _, var _, Bytes atr) -> noteAtr(named, atr);
            case Result.Connect(var _, Protocol protocol)
            when !protocol.equals(Protocol.UNKNOWN) -> entry(reader).protocol = Optional.of(protocol);
            default -> {}
        }
        if (traced.call() instanceof Call.Mark mark) {
            mark.atr().ifPresent(atr -> noteAtr(traced.provenance().reader().orElse(UNKNOWN_READER), atr));
        }
        if (traced.call() instanceof Call.Transmit transmit) {
            answer(outcome)
                    .ifPresent(answer -> entry(reader)
                            .exchanges
                            .add(new RecordedExchange(
                                    traced.sequence(),
                                    transmit.sendBuffer(),
                                    transmit.hidden(),
                                    answer,
                                    outcome.hasDuration()
                                            ? Duration.ofNanos(outcome.durationNanos())
                                            : Duration.ZERO)));
        }
    }

    private static Optional<RecordedExchange.Answer> answer(TracedCall.Outcome outcome) {
        return switch (outcome.result()) {
            case Result.Transmit(var _, Bytes response, var _) ->
                Optional.of(new RecordedExchange.Answer.Response(response));
            // The card answered, and the caller had no room for it. Any answer of that length has the same effect.
            case Result.BufferTooSmall(long needed)
            when needed >= 2 && needed <= 65538 ->
                Optional.of(new RecordedExchange.Answer.Response(
                        Bytes.of(new byte[(int) needed - 2]).plus(Bytes.hex("9000"))));
            default ->
                outcome.code().isFailure() && !NOT_FROM_THE_CARD.contains(outcome.code())
                        ? Optional.of(new RecordedExchange.Answer.Failure(outcome.code()))
                        : Optional.empty();
        };
    }

    private void noteAtr(String reader, Bytes atr) {
        if (!atr.isEmpty() && entry(reader).atr.isEmpty()) {
            entry(reader).atr = Optional.of(atr);
        }
    }

    private Entry entry(String reader) {
        return readers.computeIfAbsent(reader, _ -> new Entry());
    }

    @Override
    public void close() {
        // holds nothing
    }
}
