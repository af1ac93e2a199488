package dev.puce.trace.render;

import dev.puce.trace.session.Step;
import java.time.ZoneOffset;

/// Puts a step in one line, in the words of the compact view: `Connect shared → SCARD_E_SHARING_VIOLATION`. For one
/// thread.
public final class StepLine {
    private final StepText text = new StepText(CompactOptions.plain(CompactOptions.PIPE_WIDTH, ZoneOffset.UTC));

    public StepLine() {}

    /// Words, values and status of the step.
    public String of(Step step) {
        var row = text.row(step, ' ');
        return row.words()
                + (row.values().isEmpty() ? "" : ": " + row.values())
                + (row.status().isEmpty() ? "" : " → " + row.status());
    }
}
