package dev.puce.trace.render;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.Step;
import dev.puce.trace.session.TracedCards;
import java.io.IOException;
import java.io.OutputStream;

/// Shows a trace for people: one line for each logical exchange, in words, and one line for routine calls in a row.
///
/// Transactions are brackets. Failures have the mark `▶`. Calls keep the numbers that they have in every command.
/// A row may wait for a later call that belongs to it: [#showPending] prints it at once.
public final class CompactRenderer implements ObservedSink {
    private static final int DRAIN = 1 << 16;

    private final OutputStream stream;
    private final CompactOptions options;
    private final TextBuffer out = new TextBuffer();
    private final RowPrinter printer;
    private final Titles titles;
    private final CompactRows rows;

    /// Writes to a stream, which stays open.
    ///
    /// @param header the circumstances of the calls
    public CompactRenderer(OutputStream stream, CompactOptions options, RecordingHeader header) {
        this(stream, options, header, new TracedCards());
    }

    /// Writes to a stream, which stays open.
    ///
    /// @param header the circumstances of the calls
    /// @param cards  explains the exchanges
    public CompactRenderer(OutputStream stream, CompactOptions options, RecordingHeader header, TracedCards cards) {
        this.stream = stream;
        this.options = options;
        printer = new RowPrinter(out, options, header.start());
        titles = new Titles(printer, options, header);
        rows = new CompactRows(options, cards, (row, step, _) -> print(row, step));
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        rows.accept(call);
        drainIfDue();
    }

    @Override
    public void accept(TracedCall call, Observation seen) throws IOException {
        rows.accept(call, seen);
        drainIfDue();
    }

    private void print(Row row, Step step) {
        titles.before(step);
        printer.row(row);
    }

    private void drainIfDue() throws IOException {
        if (options.live() || out.length() > DRAIN) {
            drain();
        }
    }

    /// Prints rows that wait for later calls. A live view does this when no call comes.
    public void showPending() throws IOException {
        rows.flush();
        drain();
    }

    private void drain() throws IOException {
        out.drainTo(stream);
        if (options.live()) {
            stream.flush();
        }
    }

    @Override
    public void close() throws IOException {
        rows.flush();
        out.drainTo(stream);
        stream.flush();
    }
}
