package dev.puce.trace.render;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Caller;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.session.Step;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Prints the lines above rows: the program where it changes, the reader with the ATR where it changes, and once
/// the names of the columns.
final class Titles {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final RowPrinter printer;
    private final CompactOptions options;
    private final RecordingHeader header;
    private Caller caller;
    private String reader = "";
    private Bytes atr = Bytes.EMPTY;
    private boolean hasColumns;

    Titles(RowPrinter printer, CompactOptions options, RecordingHeader header) {
        this.printer = printer;
        this.options = options;
        this.header = header;
    }

    /// Prints what the row of the step needs above it.
    void before(Step step) {
        var next = step.call().caller();
        if (caller == null || !CompactRows.isSame(caller, next, options)) {
            String left = program(next);
            String right = circumstances(next, true);
            boolean fits = left.length() + 2 + right.length() <= options.width();
            printer.title(left, fits ? right : circumstances(next, false));
        }
        caller = next;
        String nextReader = step.seen().reader();
        Bytes nextAtr = step.seen().atr();
        boolean isOtherCard = !nextAtr.isEmpty() && !nextAtr.equals(atr);
        if (!nextReader.isEmpty() && (!nextReader.equals(reader) || isOtherCard)) {
            reader = nextReader;
            atr = nextAtr;
            printer.title(Printable.of(reader) + (atr.isEmpty() ? "" : "   " + atr.toSpacedHex()), "");
        }
        if (!hasColumns) {
            hasColumns = true;
            printer.header();
        }
    }

    private String program(Caller next) {
        var command = next.commandLine();
        if (command.isEmpty() && caller == null) {
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

    private String circumstances(Caller next, boolean withHost) {
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
        if (caller == null && !options.diffable()) {
            header.host()
                    .filter(_ -> withHost)
                    .ifPresent(host -> text.append(" on ").append(Printable.of(host)));
            header.start().ifPresent(start -> text.append("   ").append(DATE.format(start.atZone(options.zone()))));
        }
        return text.toString().strip();
    }
}
