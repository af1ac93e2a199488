package dev.puce.service.engine;

import dev.puce.wire.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/// A client's wait for the next event.
///
/// Client and daemon rely on one rule. After each WAIT exactly one message of 8 bytes follows: the event, the
/// cancellation, or the response to STOP.
///
/// A client of protocol 4.6 requests the states in three steps: WAIT, SIZE, ARRAY. The client would read an event
/// between them as the size, so events are deferred until the array has been sent.
/// for the size, so it is held back until the array has been sent.
final class EventWait {
    /// A client that sends no SIZE and ARRAY within this time does not use steps: it gets its event.
    static final Duration STEP_TIMEOUT = Duration.ofMillis(50);

    /// Progress of a client's request for the states.
    private enum Step {
        NONE,
        WAITED,
        SIZE_REQUESTED
    }

    private final ClientPort port;
    private final EventLoop loop;
    private final Queue<Reply.Event> deferred = new ArrayDeque<>(0);
    private int registered;
    private Step step = Step.NONE;
    private EventLoop.Timer stepTimer = () -> {};

    EventWait(ClientPort port, EventLoop loop) {
        this.port = port;
        this.loop = loop;
    }

    /// Handles WAIT.
    ///
    /// @param inSteps whether SIZE and ARRAY follow
    void register(boolean inSteps) {
        registered++;
        if (inSteps) {
            step = Step.WAITED;
        }
    }

    /// Returns the number of events that the client waits for.
    int registrations() {
        return registered;
    }

    /// Handles SIZE, which ARRAY always follows.
    void sizeRequested() {
        if (step == Step.WAITED) {
            step = Step.SIZE_REQUESTED;
            stepTimer.cancel();
        }
    }

    /// Continues after the array has been sent.
    void arraySent() {
        release();
    }

    /// Sends the event once per registration.
    void fire() {
        for (; registered > 0; registered--) {
            deliver(Reply.Event.CHANGED);
        }
    }

    /// Removes one registration, for STOP or CANCEL.
    ///
    /// @return whether there was one; otherwise the event is already on its way
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

    /// Ends the wait of a disconnected client.
    void close() {
        registered = 0;
        deferred.clear();
        stepTimer.cancel();
    }

    private void deliver(Reply.Event event) {
        if (step == Step.NONE) {
            port.event(event);
            return;
        }
        deferred.add(event);
        if (step == Step.WAITED && deferred.size() == 1) {
            stepTimer = loop.after(STEP_TIMEOUT, this::release);
        }
    }

    private void release() {
        stepTimer.cancel();
        step = Step.NONE;
        while (!deferred.isEmpty()) {
            port.event(deferred.poll());
        }
    }
}
