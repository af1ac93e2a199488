package dev.puce.spy.assembler;

import dev.puce.wire.Message;
import java.util.Optional;

/// A call that sends one request after the other, each when the one before has its answer.
abstract class SequentialDraft extends Draft {
    private Message.Asked asked;
    private Optional<Message.Answered> answered = Optional.empty();

    SequentialDraft(Message.Asked first) {
        asked = first;
    }

    /// The latest request.
    final Message.Asked asked() {
        return asked;
    }

    /// The answer to the latest request, once it is there.
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
