package dev.puce.spy.assembler;

import dev.puce.wire.Message;
import java.util.Optional;

/// A call that sends its requests one by one, each after the answer to the previous one.
abstract class PendingSequence extends PendingCall {
    private Message.Asked asked;
    private Optional<Message.Answered> answered = Optional.empty();

    PendingSequence(Message.Asked first) {
        asked = first;
    }

    /// The latest request.
    final Message.Asked asked() {
        return asked;
    }

    /// The answer to the latest request, if it has arrived.
    final Optional<Message.Answered> answered() {
        return answered;
    }

    @Override
    void ask(Message.Asked next) {
        asked = next;
        answered = Optional.empty();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal requests may follow each other
    final boolean awaits(Message.Asked candidate) {
        return candidate == asked && answered.isEmpty();
    }

    @Override
    void answer(Message.Answered answer) {
        answered = Optional.of(answer);
    }

    @Override
    final boolean isBlocked() {
        return answered.isEmpty();
    }

    @Override
    final long lastNanos() {
        return answered.map(Message::lastNanos).orElse(asked.lastNanos());
    }
}
