package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.Message;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.List;
import java.util.Optional;

/// A call with one request and its answer. Some functions repeat both.
final class PendingSingle extends PendingSequence {
    private final long startNanos;
    private final Call call;

    PendingSingle(long startNanos, Call call, Message.Asked asked) {
        super(asked);
        this.startNanos = startNanos;
        this.call = call;
    }

    @Override
    boolean continues(Message.Asked next) {
        return refused()
                && next.request().equals(asked().request())
                && isRetry(answered().orElseThrow().lastNanos(), next.firstNanos());
    }

    @Override
    boolean isWaiting() {
        return isBlocked() || refused();
    }

    @Override
    boolean isComplete() {
        return answered().isPresent() && !refused();
    }

    @Override
    List<Finished> finish() {
        return List.of(answered().map(this::finished).orElseGet(() -> Finished.without(startNanos, call)));
    }

    @Override
    Finished interrupt(Optional<ReturnCode> seenByProgram, long nanos) {
        return interrupted(startNanos, call, seenByProgram, nanos);
    }

    private Finished finished(Message.Answered answer) {
        if (answer.reply() instanceof Reply.Coded coded) {
            var code = new ReturnCode(coded.returnCode());
            return Finished.of(startNanos, call, answer.lastNanos(), code, Translation.result(answer.reply()));
        }
        return Finished.without(startNanos, call);
    }

    /// Whether the library will retry by itself.
    private boolean refused() {
        boolean repeats = asked().request() instanceof Request.Transmit
                || asked().request() instanceof Request.BeginTransaction
                || asked().request() instanceof Request.Reconnect;
        return repeats
                && answered().isPresent()
                && answered().get().reply() instanceof Reply.Coded coded
                && coded.returnCode() == ReturnCode.SHARING_VIOLATION.value();
    }
}
