package dev.puce.fleet;

import dev.puce.cli.fleet.FleetGrouping;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.TracedCards;
import dev.puce.trace.summary.Summary;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Summarises the calls of one trace by a property.
final class GroupedCalls implements ObservedSink {
    private static final String NONE = "none";
    private static final String UNKNOWN = "unknown";

    private final FleetGrouping grouping;
    private final String trace;
    private final String host;
    private final Optional<Instant> start;
    private final TracedCards cards = new TracedCards();
    private final Map<String, Summary> groups = new HashMap<>();
    private final Map<String, String> models = new HashMap<>();

    private Bytes latestAtr = Bytes.EMPTY;
    private String latestAtrHex = NONE;
    private long latestDay = Long.MIN_VALUE;
    private String latestDate = UNKNOWN;

    GroupedCalls(FleetGrouping grouping, FleetTrace trace, RecordingHeader header) {
        this.grouping = grouping;
        this.trace = trace.name();
        host = header.host().orElse(UNKNOWN);
        start = header.start();
    }

    Map<String, Summary> groups() {
        return groups;
    }

    @Override
    public void accept(TracedCall traced) {
        if (grouping == FleetGrouping.NONE) {
            group("").accept(traced); // the summary needs no context of cards
        } else {
            accept(traced, cards.observe(traced));
        }
    }

    @Override
    public void accept(TracedCall traced, Observation seen) {
        group(key(traced, seen)).accept(traced, seen);
    }

    private Summary group(String key) {
        return groups.computeIfAbsent(key, _ -> new Summary());
    }

    private String key(TracedCall traced, Observation seen) {
        return switch (grouping) {
            case NONE -> "";
            case READER -> models.computeIfAbsent(seen.reader(), GroupedCalls::model);
            case ATR -> atr(seen.atr());
            case PROGRAM ->
                traced.caller().program().isEmpty() ? UNKNOWN : traced.caller().program();
            case HOST -> host;
            case DAY -> day(traced);
            case APPLICATION ->
                seen.exchange().map(exchange -> exchange.application().name()).orElse(NONE);
            case INSTRUCTION ->
                seen.exchange()
                        .map(exchange -> exchange.instruction().toString())
                        .orElse(NONE);
            case TRACE -> trace;
        };
    }

    /// The name of a reader without its numbers and its serial number: pcsc-lite appends ` (SERIAL) 00 00`, and Windows
    /// ` 0`.
    static String model(String reader) {
        String model = reader.replaceFirst("( \\d{2}){2}$| \\d+$", "").replaceFirst(" \\([^()]*\\)$", "");
        return model.isEmpty() ? NONE : model;
    }

    private String atr(Bytes atr) {
        if (!atr.equals(latestAtr)) {
            latestAtr = atr;
            latestAtrHex = atr.isEmpty() ? NONE : atr.toHex();
        }
        return latestAtrHex;
    }

    private String day(TracedCall traced) {
        if (start.isEmpty()) {
            return UNKNOWN;
        }
        long seconds = start.get()
                .plusNanos(traced.hasStart() ? traced.startNanos() : 0)
                .getEpochSecond();
        long day = Math.floorDiv(seconds, TimeUnit.DAYS.toSeconds(1));
        if (day != latestDay) {
            latestDay = day;
            latestDate = LocalDate.ofEpochDay(day)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        }
        return latestDate;
    }

    @Override
    public void close() {}
}
