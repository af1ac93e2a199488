package dev.puce.otlp;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Knows the readers and their cards from the results that programs get. Thread-safe.
final class ReaderCensus {
    /// pcsc-lite has at most 16 readers.
    private static final int MAX_READERS = 256;

    /// Not a reader, but a question for new readers.
    private static final String PLUG_AND_PLAY = "\\\\?PnP?\\Notification";

    /// Readers, and whether each has a card. `null` until a program has asked.
    private Map<String, Boolean> readers;

    /// Takes note of a call.
    synchronized void accept(TracedCall traced, Observation seen) {
        var code = traced.outcome().map(TracedCall.Outcome::code).orElse(ReturnCode.UNKNOWN);
        switch (traced.result()) {
            case Result.ListReaders list -> {
                known().keySet().retainAll(list.readers());
                list.readers().forEach(reader -> put(reader, known().getOrDefault(reader, false)));
            }
            case Result.GetStatusChange(var states) -> states.forEach(this::accept);
            case Result.Connect _ -> put(seen.reader(), true);
            default -> {
                if (code.equals(ReturnCode.NO_READERS_AVAILABLE)) {
                    known().clear();
                } else if (isWithoutCard(traced.call(), code)) {
                    put(seen.reader(), false);
                }
            }
        }
    }

    private static boolean isWithoutCard(Call call, ReturnCode code) {
        return code.equals(ReturnCode.REMOVED_CARD)
                || (call instanceof Call.Connect && code.equals(ReturnCode.NO_SMARTCARD));
    }

    private void accept(ReaderState state) {
        if (state.eventState().has(EventState.UNKNOWN) || state.eventState().has(EventState.UNAVAILABLE)) {
            known().remove(state.reader());
        } else if (state.eventState().has(EventState.PRESENT)) {
            put(state.reader(), true);
        } else if (state.eventState().has(EventState.EMPTY)) {
            put(state.reader(), false);
        }
    }

    private Map<String, Boolean> known() {
        if (readers == null) {
            readers = new LinkedHashMap<>();
        }
        return readers;
    }

    private void put(String reader, boolean hasCard) {
        boolean isNew = !known().containsKey(reader);
        if (!reader.isEmpty() && !reader.equals(PLUG_AND_PLAY) && !(isNew && known().size() >= MAX_READERS)) {
            known().put(reader, hasCard);
        }
    }

    /// Number of readers; empty if it is not known.
    synchronized OptionalLong readers() {
        return readers == null ? OptionalLong.empty() : OptionalLong.of(readers.size());
    }

    /// Number of readers with a card; empty if it is not known.
    synchronized OptionalLong cards() {
        return readers == null
                ? OptionalLong.empty()
                : OptionalLong.of(
                        readers.values().stream().filter(hasCard -> hasCard).count());
    }
}
