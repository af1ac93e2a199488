package dev.puce.trace.render;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.Step;
import dev.puce.trace.session.TracedCards;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Shows a trace for people: one line for each logical exchange, in words, and one line for routine calls in a row.
///
/// Transactions are brackets. Failures have the mark `▶`. Calls keep the numbers that they have in every command.
/// A row may wait for a later call that belongs to it: [#showPending] prints it at once.
public final class CompactRenderer implements ObservedSink {
    private static final int DRAIN = 1 << 16;
    private static final char FIRST = '┌';
    private static final char INNER = '│';
    private static final char LAST = '└';
    private static final char ONLY = '─';
    private static final char NONE = ' ';

    private final OutputStream stream;
    private final CompactOptions options;
    private final TextBuffer out = new TextBuffer();
    private final TracedCards cards = new TracedCards();
    private final Transactions transactions = new Transactions();
    private final StepText text;
    private final Folds folds;
    private final RowPrinter printer;
    private final Titles titles;

    /// Routine calls, or probes, that may become one row.
    private final List<Step> routine = new ArrayList<>();

    /// The latest exchange, which a further call may continue, or whose transaction may end.
    private Step held;

    private Caller caller = Caller.UNKNOWN;

    /// Writes to a stream, which stays open.
    ///
    /// @param header the circumstances of the calls
    public CompactRenderer(OutputStream stream, CompactOptions options, RecordingHeader header) {
        this.stream = stream;
        this.options = options;
        text = new StepText(options);
        folds = new Folds(text);
        printer = new RowPrinter(out, options, header.start());
        titles = new Titles(printer, options, header);
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        accept(call, cards.observe(call));
    }

    @SuppressWarnings("ReferenceEquality") // mostly the same object; otherwise the titles are compared
    @Override
    public void accept(TracedCall call, Observation seen) throws IOException {
        if (call.caller() != caller && !titles.isSame(call.caller(), caller)) {
            flush();
        }
        caller = call.caller();
        if (seen.exchange().isPresent()) {
            exchange(call, seen);
        } else if (options.unfolded()) {
            single(call, seen);
        } else {
            other(call, seen);
        }
        if (options.live() || out.length() > DRAIN) {
            drain();
        }
    }

    private void exchange(TracedCall call, Observation seen) {
        if (held != null && held.isContinuedBy(seen)) {
            held = held.continued(call, seen);
            return;
        }
        flushHeld(false);
        if (!routine.isEmpty() && isProbing() && routine.getLast().isContinuedBy(seen)) {
            var step = routine.removeLast().continued(call, seen);
            if (Judgement.of(step) == Judgement.PROBE) {
                routine.add(step);
                return;
            }
            hold(step);
            return;
        }
        var step = Step.of(call, seen);
        if (!options.unfolded() && Judgement.of(step) == Judgement.PROBE) {
            if (!isProbing()) {
                flushRoutine();
            }
            routine.add(step);
        } else {
            hold(step);
        }
    }

    private void hold(Step step) {
        flushRoutine();
        held = step;
        if (!transactions.isOpen(step.call())
                && !step.seen().exchange().orElseThrow().isOpen()) {
            flushHeld(false);
        }
    }

    private boolean isProbing() {
        return !routine.isEmpty() && routine.getFirst().seen().exchange().isPresent();
    }

    private void other(TracedCall call, Observation seen) {
        var step = Step.of(call, seen);
        switch (call.call()) {
            case Call.BeginTransaction _
            when !isRemarkable(step) -> {
                flushHeld(false);
                transactions.begin(call);
            }
            case Call.EndTransaction(var _, var disposition)
            when !isRemarkable(step) && leavesCard(disposition) -> end(call, step);
            default -> {
                flushHeld(false);
                if (Folds.isRoutine(step)) {
                    if (isProbing()) {
                        flushRoutine();
                    }
                    routine.add(step);
                } else {
                    flushRoutine();
                    remarkable(call, step);
                }
            }
        }
    }

    private static boolean leavesCard(Disposition disposition) {
        return disposition.equals(Disposition.LEAVE) || disposition.equals(Disposition.UNKNOWN);
    }

    private static boolean isRemarkable(Step step) {
        return Judgement.of(step) == Judgement.FAILURE || Folds.isSlow(step);
    }

    private void end(TracedCall call, Step step) {
        if (held != null) {
            flushHeld(true);
        } else if (transactions.isOpen(call) && !transactions.isFirstRow(call)) {
            print(text.row(step, LAST), step); // its last exchange was printed before its end was known
        }
        transactions.end(call);
    }

    private void remarkable(TracedCall call, Step step) {
        boolean succeeded =
                call.outcome().isPresent() && !call.outcome().get().code().isFailure();
        if (call.call() instanceof Call.BeginTransaction && succeeded) {
            transactions.begin(call);
            print(text.row(step, FIRST), step);
            transactions.printed(call);
        } else if (call.call() instanceof Call.EndTransaction && succeeded) {
            print(text.row(step, transactions.isOpen(call) ? LAST : NONE), step);
            transactions.end(call);
        } else {
            print(text.row(step, transactions.isOpen(call) ? INNER : NONE), step);
        }
    }

    /// A row for the call alone.
    private void single(TracedCall call, Observation seen) {
        flushHeld(false);
        var step = Step.of(call, seen);
        if (call.call() instanceof Call.BeginTransaction || call.call() instanceof Call.EndTransaction) {
            remarkable(call, step);
        } else {
            print(text.row(step, NONE), step);
        }
    }

    private void flushHeld(boolean isLast) {
        if (held == null) {
            return;
        }
        var step = held;
        held = null;
        print(text.row(step, bracket(step.call(), isLast)), step);
        transactions.printed(step.call());
    }

    private char bracket(TracedCall call, boolean isLast) {
        if (!transactions.isOpen(call)) {
            return NONE;
        }
        if (transactions.isFirstRow(call)) {
            return isLast ? ONLY : FIRST;
        }
        return isLast ? LAST : INNER;
    }

    private void flushRoutine() {
        if (routine.isEmpty()) {
            return;
        }
        var steps = List.copyOf(routine);
        routine.clear();
        var at = steps.stream()
                .filter(step -> !step.seen().reader().isEmpty())
                .findFirst()
                .orElse(steps.getFirst());
        titles.before(at);
        folds.rows(steps).forEach(printer::row);
    }

    private void print(Row row, Step step) {
        titles.before(step);
        printer.row(row);
    }

    private void flush() {
        flushHeld(false);
        flushRoutine();
    }

    /// Prints rows that wait for later calls. A live view does this when no call comes.
    public void showPending() throws IOException {
        flush();
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
        flush();
        out.drainTo(stream);
        stream.flush();
    }
}
