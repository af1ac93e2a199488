package dev.puce.fleet;

import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.CountingRule;
import java.io.Serial;

/// Counts of ATR lists.
final class AtrPart implements PartialResult<AtrPart> {
    @Serial
    private static final long serialVersionUID = 1;

    final InputCount input = new InputCount();
    final AtrListCounter counter;

    AtrPart(CountingRule rule) {
        counter = new AtrListCounter(rule, 1, _ -> {});
    }

    @Override
    public AtrPart plus(AtrPart other) {
        input.plus(other.input);
        counter.add(other.counter);
        return this;
    }
}
