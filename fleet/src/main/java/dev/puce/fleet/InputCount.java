package dev.puce.fleet;

import java.io.PrintWriter;
import java.io.Serial;
import java.util.ArrayList;

/// Numbers of traces and files, and of lines and files that were left out.
final class InputCount implements PartialResult<InputCount> {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int NAMED = 10;

    private long traces;
    private long damagedLines;
    private long tracesWithDamage;
    private long unreadable;
    private final ArrayList<String> reasons = new ArrayList<>();

    /// Counts a trace that was read.
    ///
    /// @param damaged number of lines that were left out
    void read(long damaged) {
        traces++;
        damagedLines += damaged;
        tracesWithDamage += damaged > 0 ? 1 : 0;
    }

    /// Counts a file that cannot be read.
    void unreadable(String reason) {
        unreadable++;
        if (reasons.size() < NAMED) {
            reasons.add(reason);
        }
    }

    @Override
    public InputCount plus(InputCount other) {
        traces += other.traces;
        damagedLines += other.damagedLines;
        tracesWithDamage += other.tracesWithDamage;
        unreadable += other.unreadable;
        reasons.addAll(other.reasons.subList(0, Math.min(other.reasons.size(), NAMED - reasons.size())));
        return this;
    }

    long traces() {
        return traces;
    }

    long damagedLines() {
        return damagedLines;
    }

    long unreadable() {
        return unreadable;
    }

    /// Reports the parts of the input that the result does not have.
    void report(PrintWriter err) {
        if (damagedLines > 0) {
            err.println("puce: Left out damaged lines: " + damagedLines + " in " + tracesWithDamage
                    + (tracesWithDamage == 1 ? " trace." : " traces."));
        }
        if (unreadable > 0) {
            err.println("puce: Left out files that are not traces, or cannot be read: " + unreadable + ". The first:");
            reasons.forEach(reason -> err.println("  " + reason));
        }
        err.flush();
    }
}
