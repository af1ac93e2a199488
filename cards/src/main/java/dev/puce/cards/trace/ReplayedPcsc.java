package dev.puce.cards.trace;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.Iterator;
import java.util.List;

/// PC/SC backend that answers calls from a recording, so that a test needs neither reader nor card.
///
///     var readers = Readers.over(new ReplayedPcsc(calls));
///
/// The program must repeat the recorded calls in their order. The first call that differs fails with a message
/// that shows both. A call without a recorded return fails with `SCARD_F_COMM_ERROR`.
///
/// Thread-safe, but a recording has one order: a program with several threads must repeat the order of their
/// calls.
public final class ReplayedPcsc implements Pcsc {
    private final Iterator<TracedCall> recording;
    private final int length;
    private int position;

    /// Makes a backend.
    ///
    /// @param recording calls of one connection or program, in their order
    public ReplayedPcsc(List<TracedCall> recording) {
        this.recording = List.copyOf(recording).iterator();
        this.length = recording.size();
    }

    /// Answers a call with the recorded outcome.
    ///
    /// @throws IllegalStateException if the recording contains another call at this position, or none
    @Override
    public synchronized Answer answer(Call call) {
        position++;
        if (!recording.hasNext()) {
            throw new IllegalStateException(
                    "call " + position + " is " + call + ", but the recording has only " + length + " calls");
        }
        TracedCall recorded = recording.next();
        if (!recorded.call().equals(call)) {
            throw new IllegalStateException(
                    "call " + position + " is " + call + ", but the recording has " + recorded.call());
        }
        return recorded.outcome()
                .map(outcome -> new Answer(outcome.code(), outcome.result()))
                .orElseGet(() -> Answer.of(ReturnCode.COMM_ERROR));
    }

    /// Returns whether the program has made all recorded calls.
    public synchronized boolean isFinished() {
        return !recording.hasNext();
    }

    @Override
    public String description() {
        return "recording of " + length + " calls";
    }

    @Override
    public void close() {
        // there is nothing to close
    }
}
