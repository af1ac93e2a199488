package dev.puce.otlp;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Makes a span of each call. The calls of a card session, from SCardConnect to SCardDisconnect, are children of a span
/// of the session. Every other call is a trace of its own.
///
/// Used by one thread at a time. Memory is bounded: if very many sessions are open, the oldest ends.
final class CallSpans {
    private static final String SESSION = "card session";
    private static final int MAX_SESSIONS = 1024;

    private final Tracer tracer;
    private final long startNanos; // of the trace, since 1970
    private final SequencedMap<Key, CardSession> sessions = new LinkedHashMap<>();
    private long latestNanos; // since the start of the trace
    private long made;

    private record Key(int connection, long card) {}

    private record CardSession(Span span, OptionalLong context) {}

    CallSpans(Tracer tracer, Instant start) {
        this.tracer = tracer;
        startNanos = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
    }

    /// Takes the next call.
    void accept(TracedCall traced, Observation seen, Judgement judgement) {
        long start = traced.hasStart() ? traced.startNanos() : latestNanos;
        long end = traced.outcome()
                .filter(TracedCall.Outcome::hasDuration)
                .map(outcome -> start + outcome.durationNanos())
                .orElse(start);
        latestNanos = Math.max(latestNanos, end);
        var session = session(traced, seen, start);
        end(call(traced, seen, judgement, session, start), end);
        endSessions(traced, end);
    }

    private Span call(TracedCall traced, Observation seen, Judgement judgement, CardSession session, long start) {
        var parent = session == null ? Context.root() : session.span().storeInContext(Context.root());
        var span = tracer.spanBuilder(CallAttributes.function(traced))
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(startNanos + start, TimeUnit.NANOSECONDS)
                .setAllAttributes(CallAttributes.of(traced, seen))
                .startSpan();
        if (judgement == Judgement.FAILURE) {
            span.setAttribute(CallAttributes.ERROR_TYPE, CallAttributes.errorType(traced));
            span.setStatus(StatusCode.ERROR);
        }
        if (session != null && !seen.atr().isEmpty()) {
            session.span().setAttribute(CallAttributes.ATR, seen.atr().toHex());
        }
        return span;
    }

    /// Returns the session that the call starts or belongs to; `null` if there is none.
    private CardSession session(TracedCall traced, Observation seen, long start) {
        var card = card(traced);
        if (card.isEmpty() || !Call.isKnown(card.getAsLong())) {
            return null;
        }
        var key = new Key(traced.caller().connection(), card.getAsLong());
        var known = sessions.get(key);
        if (known != null) {
            return known;
        }
        if (sessions.size() >= MAX_SESSIONS) {
            end(sessions.pollFirstEntry().getValue());
        }
        var builder = tracer.spanBuilder(SESSION)
                .setNoParent()
                .setStartTimestamp(startNanos + start, TimeUnit.NANOSECONDS)
                .setAllAttributes(CallAttributes.of(traced.caller()));
        if (!seen.reader().isEmpty()) {
            builder.setAttribute(CallAttributes.READER, seen.reader());
        }
        var session = new CardSession(builder.startSpan(), context(traced));
        sessions.put(key, session);
        return session;
    }

    /// The card handle that the call uses or returns.
    private static OptionalLong card(TracedCall traced) {
        return switch (traced.call()) {
            case Call.Connect _ ->
                traced.result() instanceof Result.Connect(long card, var _)
                        ? OptionalLong.of(card)
                        : OptionalLong.empty();
            case Call.Reconnect reconnect -> OptionalLong.of(reconnect.card());
            case Call.Disconnect(long card, var _) -> OptionalLong.of(card);
            case Call.BeginTransaction(long card) -> OptionalLong.of(card);
            case Call.EndTransaction(long card, var _) -> OptionalLong.of(card);
            case Call.Status(long card) -> OptionalLong.of(card);
            case Call.Transmit transmit -> OptionalLong.of(transmit.card());
            case Call.Control control -> OptionalLong.of(control.card());
            case Call.GetAttrib(long card, var _) -> OptionalLong.of(card);
            case Call.SetAttrib(long card, var _, var _) -> OptionalLong.of(card);
            case Call.EstablishContext _,
                    Call.ReleaseContext _,
                    Call.IsValidContext _,
                    Call.ListReaderGroups _,
                    Call.ListReaders _,
                    Call.GetStatusChange _,
                    Call.Cancel _,
                    Call.FreeMemory _,
                    Call.NameOnly _,
                    Call.Mark _,
                    Call.Unknown _ -> OptionalLong.empty();
        };
    }

    private static OptionalLong context(TracedCall traced) {
        return traced.call() instanceof Call.Connect connect
                ? OptionalLong.of(connect.context())
                : OptionalLong.empty();
    }

    /// A successful SCardDisconnect ends its session, and SCardReleaseContext those of the context.
    private void endSessions(TracedCall traced, long nanos) {
        if (traced.outcome().filter(outcome -> outcome.code().isSuccess()).isEmpty()) {
            return;
        }
        int connection = traced.caller().connection();
        switch (traced.call()) {
            case Call.Disconnect(long card, var _) -> endIf(nanos, new Key(connection, card)::equals);
            case Call.ReleaseContext(long context) -> {
                var released = OptionalLong.of(context);
                endIf(
                        nanos,
                        key -> key.connection() == connection
                                && sessions.get(key).context().equals(released));
            }
            default -> {}
        }
    }

    /// Takes note of the end of a program's connection, which ends its sessions.
    ///
    /// @param nanos time of the end, in nanoseconds since the start of the trace
    void disconnected(int connection, long nanos) {
        latestNanos = Math.max(latestNanos, nanos);
        endIf(nanos, key -> key.connection() == connection);
    }

    private void endIf(long nanos, Predicate<Key> condition) {
        List<Key> ending = new ArrayList<>();
        sessions.keySet().stream().filter(condition).forEach(ending::add);
        ending.forEach(key -> end(sessions.remove(key).span(), nanos));
    }

    private void end(CardSession session) {
        end(session.span(), latestNanos);
    }

    private void end(Span span, long nanos) {
        if (span.getSpanContext().isSampled()) {
            made++;
        }
        span.end(startNanos + nanos, TimeUnit.NANOSECONDS);
    }

    /// Ends all sessions.
    void close() {
        sessions.values().forEach(this::end);
        sessions.clear();
    }

    /// Number of spans that the SDK got for the collector.
    long made() {
        return made;
    }
}
