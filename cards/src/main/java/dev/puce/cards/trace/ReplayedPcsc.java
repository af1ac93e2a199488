package dev.puce.cards.trace;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.Iterator;
import java.util.List;

/// Answers PC/SC calls from a recording, so that a test needs neither reader nor card.
///
///     var readers = Readers.over(new ReplayedPcsc(calls));
///
/// The program must make the calls that were recorded, in that order; the first one that differs fails with
/// both. What never returned when it was recorded fails too.
///
/// Thread-safe, but a recording has one order: a program that calls from several threads repeats it only if it
/// repeats their order.
public final class ReplayedPcsc implements Pcsc {
    private final Iterator<TracedCall> recording;
    private final int length;
    private int position;

    /// @param recording calls of one connection or program, in their order
    public ReplayedPcsc(List<TracedCall> recording) {
        this.recording = List.copyOf(recording).iterator();
        this.length = recording.size();
    }

    /// @throws IllegalStateException if another call was recorded here, or none
    @Override
    public synchronized Answer answer(Call call) {
        position++;
        if (!recording.hasNext()) {
            throw new IllegalStateException(
                    "call " + position + " is " + call + ", and only " + length + " calls were recorded");
        }
        TracedCall recorded = recording.next();
        if (!recorded.call().equals(call)) {
            throw new IllegalStateException(
                    "call " + position + " is " + call + ", and " + recorded.call() + " was recorded");
        }
        return recorded.outcome()
                .map(outcome -> new Answer(outcome.code(), outcome.result()))
                .orElseGet(() -> Answer.of(ReturnCode.COMM_ERROR));
    }

    /// Whether all recorded calls were made.
    public synchronized boolean isFinished() {
        return !recording.hasNext();
    }

    @Override
    public String description() {
        return "recording of " + length + " calls";
    }

    @Override
    public void close() {
        // holds nothing
    }
}
