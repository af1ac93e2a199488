package dev.puce.trace.info;

import dev.puce.decode.Application;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.render.Durations;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The facts of a trace as lines of a label and a value.
public final class TraceInfoText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int LABEL = 14;

    private final StringBuilder text = new StringBuilder();

    private TraceInfoText() {}

    /// Returns the lines.
    ///
    /// @param format name of the trace's format
    /// @param card   names the card of an ATR; the empty string if it is not known
    public static String of(String format, RecordingHeader header, TraceInfo info, Function<Bytes, String> card) {
        var lines = new TraceInfoText();
        lines.line("format", format + (header.producer().isEmpty() ? "" : ", by " + header.producer()));
        header.start().ifPresent(start -> lines.line("start", TIME.format(start.atZone(ZoneId.systemDefault()))));
        header.host().ifPresent(host -> lines.line("host", host));
        info.span().ifPresent(span -> lines.line("time span", Durations.format(span.toNanos())));
        lines.line("redaction", header.redaction().label() + (info.hidden() == 0 ? "" : ", " + hidden(info)));
        lines.line("calls", calls(info));
        lines.list("programs", programs(info));
        lines.list("readers", info.readers());
        lines.list("ATRs", info.atrs().stream().map(atr -> atr(atr, card)).toList());
        lines.list(
                "applications",
                info.aids().stream().map(TraceInfoText::application).toList());
        return lines.text.toString();
    }

    private static String hidden(TraceInfo info) {
        return info.hidden() == 1
                ? "bytes of 1 command or response are hidden"
                : "bytes of " + info.hidden() + " commands and responses are hidden";
    }

    private static String calls(TraceInfo info) {
        return info.calls() + ", " + info.exchanges() + (info.exchanges() == 1 ? " command" : " commands") + " to cards"
                + (info.unfinished() == 0 ? "" : ", " + info.unfinished() + " never returned");
    }

    private static List<String> programs(TraceInfo info) {
        var lines = new ArrayList<String>();
        info.programs().forEach((name, pids) -> lines.add(name + pids(pids)));
        return lines;
    }

    private static String pids(Set<Integer> pids) {
        return pids.isEmpty()
                ? ""
                : pids.size() == 1
                        ? " (pid " + pids.iterator().next() + ")"
                        : " (pids " + pids.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
    }

    private static String atr(Bytes atr, Function<Bytes, String> card) {
        String name = card.apply(atr);
        return atr.toSpacedHex() + (name.isEmpty() ? "" : "  " + name);
    }

    private static String application(Bytes aid) {
        return aid.toHex()
                + Application.ofAid(aid).map(known -> "  " + known.name()).orElse("");
    }

    private void list(String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            line(i == 0 ? label : "", values.get(i));
        }
    }

    private void line(String label, String value) {
        text.append(label)
                .append(" ".repeat(LABEL - label.length()))
                .append(Printable.of(value))
                .append('\n');
    }
}
