package dev.puce.trace.render;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Caller;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.session.Step;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints the lines above rows: the program where it changes, the reader with the ATR where it changes, and once
/// the names of the columns.
final class Titles {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /// Further programs share a colour.
    private static final int MOST_PROGRAMS = 64;

    private final RowPrinter printer;
    private final CompactOptions options;
    private final RecordingHeader header;
    private final Map<String, Shown> shown = new HashMap<>();
    private final List<Caller> programs = new ArrayList<>();
    private boolean hasColumns;

    /// The latest titles of one trace.
    private static final class Shown {
        Caller caller;
        String reader = "";
        Bytes atr = Bytes.EMPTY;
    }

    Titles(RowPrinter printer, CompactOptions options, RecordingHeader header) {
        this.printer = printer;
        this.options = options;
        this.header = header;
    }

    /// Prints what the row of the step needs above it.
    void before(Step step) {
        var latest = shown.computeIfAbsent(step.source(), _ -> new Shown());
        String trace = step.source().isEmpty() ? "" : Printable.of(step.source()) + ": ";
        var next = step.call().caller();
        if (latest.caller == null || !CompactRows.isSame(latest.caller, next, options)) {
            boolean isFirst = latest.caller == null && trace.isEmpty();
            String left = trace + program(next, isFirst);
            String right = circumstances(next, isFirst, true);
            boolean fits = left.length() + 2 + right.length() <= options.width();
            printer.title(left, fits ? right : circumstances(next, isFirst, false));
            bar(next);
        }
        latest.caller = next;
        String nextReader = step.seen().reader();
        Bytes nextAtr = step.seen().atr();
        boolean isOtherCard = !nextAtr.isEmpty() && !nextAtr.equals(latest.atr);
        if (!nextReader.isEmpty() && (!nextReader.equals(latest.reader) || isOtherCard)) {
            latest.reader = nextReader;
            latest.atr = nextAtr;
            printer.title(
                    trace + Printable.of(nextReader) + (nextAtr.isEmpty() ? "" : "   " + nextAtr.toSpacedHex()), "");
        }
        if (!hasColumns) {
            hasColumns = true;
            printer.header();
        }
    }

    /// Gives the rows of a program their bar. One program alone has none.
    private void bar(Caller next) {
        int number = 0;
        while (number < programs.size() && !CompactRows.isSame(programs.get(number), next, options)) {
            number++;
        }
        if (number == programs.size() && number < MOST_PROGRAMS) {
            programs.add(next);
        }
        if (programs.size() > 1) {
            printer.program(number);
        }
    }

    /// @param isFirst whether the header belongs to the call
    private String program(Caller next, boolean isFirst) {
        var command = next.commandLine();
        if (command.isEmpty() && isFirst) {
            command = header.command();
        }
        String name = next.program();
        String text = command.isEmpty()
                ? name.isEmpty() ? "unknown program" : name
                : name.isEmpty()
                        ? String.join(" ", command)
                        : name + " " + String.join(" ", command.subList(1, command.size()));
        return Printable.of(text.strip());
    }

    private String circumstances(Caller next, boolean isFirst, boolean withHost) {
        var text = new StringBuilder();
        if (!options.diffable()) {
            next.pid().ifPresent(pid -> text.append("pid ").append(pid));
        }
        if (options.who() != Who.PROGRAM && next.uid().isPresent()) {
            text.append("   uid ").append(next.uid().getAsInt());
        }
        if (options.who() == Who.ALL) {
            next.container().ifPresent(container -> text.append("   in ").append(Printable.of(container)));
        }
        if (options.showsThreads()) {
            next.thread().ifPresent(thread -> text.append("   thread ").append(Printable.of(thread)));
        }
        if (isFirst && !options.diffable()) {
            header.host()
                    .filter(_ -> withHost)
                    .ifPresent(host -> text.append(" on ").append(Printable.of(host)));
            header.start().ifPresent(start -> text.append("   ").append(DATE.format(start.atZone(options.zone()))));
        }
        return text.toString().strip();
    }
}
