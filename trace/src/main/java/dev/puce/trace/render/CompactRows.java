package dev.puce.trace.render;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.Step;
import dev.puce.trace.session.TracedCards;
import java.util.ArrayList;
import java.util.List;

/// Folds the calls of a trace to the rows of the compact view: one for each logical exchange, and one for routine calls
/// in a row. Transactions are brackets.
///
/// A row may wait for a later call that belongs to it: [#flush] passes it on at once.
public final class CompactRows implements ObservedSink {
    private static final char FIRST = '┌';
    private static final char INNER = '│';
    private static final char LAST = '└';
    private static final char ONLY = '─';
    private static final char NONE = ' ';

    private final CompactOptions options;
    private final RowSink sink;
    private final TracedCards cards;
    private final Transactions transactions = new Transactions();
    private final StepText text;
    private final Folds folds;

    /// Routine calls, or probes, that may become one row.
    private final List<Step> routine = new ArrayList<>();

    /// The latest exchange, which a further call may continue, or whose transaction may end.
    private Step held;

    private Caller caller = Caller.UNKNOWN;
    private String source = "";

    /// Consumes rows in their order.
    @FunctionalInterface
    public interface RowSink {
        /// Takes the next row.
        ///
        /// @param step a step of the row, which names program and card
        /// @param last the call of the row that ended last
        void row(Row row, Step step, TracedCall last);
    }

    /// Starts a trace.
    ///
    /// @param sink receives the rows
    public CompactRows(CompactOptions options, RowSink sink) {
        this(options, new TracedCards(), sink);
    }

    /// Starts a trace.
    ///
    /// @param cards explains the exchanges
    /// @param sink  receives the rows
    public CompactRows(CompactOptions options, TracedCards cards, RowSink sink) {
        this.cards = cards;
        this.options = options;
        this.sink = sink;
        text = new StepText(options);
        folds = new Folds(text);
    }

    @Override
    public void accept(TracedCall call) {
        accept(call, cards.observe(call));
    }

    @SuppressWarnings("ReferenceEquality") // mostly the same object; otherwise the contents are compared
    @Override
    public void accept(TracedCall call, Observation seen) {
        var callSource = call.provenance().source().orElse("");
        if (!callSource.equals(source) || (call.caller() != caller && !isSame(call.caller(), caller, options))) {
            flush();
        }
        caller = call.caller();
        source = callSource;
        if (seen.exchange().isPresent()) {
            exchange(call, seen);
        } else if (options.unfolded()) {
            single(call, seen);
        } else {
            other(call, seen);
        }
    }

    /// Whether calls of both callers are of one program. A program may have several connections.
    static boolean isSame(Caller one, Caller other, CompactOptions options) {
        return one.program().equals(other.program())
                && one.pid().equals(other.pid())
                && (!options.showsThreads() || one.thread().equals(other.thread()));
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
        var at = withReader(steps);
        for (var fold : folds.rows(steps)) {
            sink.row(fold.row(), at, fold.last());
        }
    }

    private static Step withReader(List<Step> steps) {
        for (Step step : steps) {
            if (!step.seen().reader().isEmpty()) {
                return step;
            }
        }
        return steps.getFirst();
    }

    private void print(Row row, Step step) {
        sink.row(row, step, step.last());
    }

    /// Passes on the rows that wait for later calls. A live view does this when no call comes.
    public void flush() {
        flushHeld(false);
        flushRoutine();
    }

    @Override
    public void close() {
        flush();
    }
}
