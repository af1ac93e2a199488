package dev.puce.service.engine;

import dev.puce.wire.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/// A client's wait for the next event.
///
/// The rule that client and daemon rely on: one WAIT is followed by exactly one message of 8 bytes, be it the event,
/// the cancellation, or the answer to STOP.
///
/// A client of protocol 4.6 asks for the states in three steps: WAIT, SIZE, ARRAY. An event among them would be taken
/// for the size, so it is held back until the array has been sent.
final class EventWait {
    /// After that time without SIZE and ARRAY it is no client that takes steps: it gets its event.
    static final Duration STEP_PATIENCE = Duration.ofMillis(50);

    /// How far the client has got with asking for the states.
    private enum Step {
        NONE,
        WAITED,
        SIZE_ASKED
    }

    private final ClientPort port;
    private final EventLoop loop;
    private final Queue<Reply.Event> heldBack = new ArrayDeque<>(0);
    private int registered;
    private Step step = Step.NONE;
    private EventLoop.Timer patience = () -> {};

    EventWait(ClientPort port, EventLoop loop) {
        this.port = port;
        this.loop = loop;
    }

    /// WAIT.
    ///
    /// @param inSteps whether SIZE and ARRAY follow
    void register(boolean inSteps) {
        registered++;
        if (inSteps) {
            step = Step.WAITED;
        }
    }

    /// How many events the client is to get.
    int registrations() {
        return registered;
    }

    /// SIZE: the array follows for sure.
    void sizeAsked() {
        if (step == Step.WAITED) {
            step = Step.SIZE_ASKED;
            patience.cancel();
        }
    }

    /// The array has been sent.
    void arraySent() {
        release();
    }

    /// Every registration gets the event.
    void fire() {
        for (; registered > 0; registered--) {
            deliver(Reply.Event.CHANGED);
        }
    }

    /// STOP or CANCEL takes one registration back.
    ///
    /// @return whether there was one; otherwise the event is on its way
    boolean unregister() {
        if (registered == 0) {
            release();
            return false;
        }
        registered--;
        return true;
    }

    void cancelled() {
        deliver(Reply.Event.CANCELLED);
    }

    /// The client is gone.
    void close() {
        registered = 0;
        heldBack.clear();
        patience.cancel();
    }

    private void deliver(Reply.Event event) {
        if (step == Step.NONE) {
            port.event(event);
            return;
        }
        heldBack.add(event);
        if (step == Step.WAITED && heldBack.size() == 1) {
            patience = loop.after(STEP_PATIENCE, this::release);
        }
    }

    private void release() {
        patience.cancel();
        step = Step.NONE;
        while (!heldBack.isEmpty()) {
            port.event(heldBack.poll());
        }
    }
}
