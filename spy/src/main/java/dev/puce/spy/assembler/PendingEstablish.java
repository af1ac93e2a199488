package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.wire.Message;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.List;
import java.util.Optional;

/// SCardEstablishContext: VERSION, once or twice, then ESTABLISH_CONTEXT.
final class PendingEstablish extends PendingSequence {
    private final long startNanos;
    private ReturnCode versionCode = ReturnCode.SUCCESS;

    PendingEstablish(long startNanos, Message.Asked asked) {
        super(asked);
        this.startNanos = startNanos;
    }

    @Override
    boolean continues(Message.Asked next) {
        boolean negotiating =
                asked().request() instanceof Request.Version && answered().isPresent();
        return negotiating
                && (versionCode.isSuccess()
                        ? next.request() instanceof Request.EstablishContext
                        : next.request() instanceof Request.Version);
    }

    @Override
    void answer(Message.Answered answer) {
        super.answer(answer);
        if (answer.reply() instanceof Reply.Version version) {
            versionCode = new ReturnCode(version.returnCode());
        }
    }

    @Override
    boolean isComplete() {
        return answered().isPresent() && answered().get().reply() instanceof Reply.EstablishContext;
    }

    /// If the daemon refused the version finally, the call returned the daemon's code.
    @Override
    List<Finished> finish() {
        if (answered().isEmpty()) {
            return List.of(Finished.without(startNanos, call()));
        }
        Message.Answered answer = answered().get();
        return switch (answer.reply()) {
            case Reply.EstablishContext(int context, int rv) -> {
                Result result = rv == 0 ? new Result.EstablishContext(Translation.handle(context)) : Result.NONE;
                yield List.of(Finished.of(startNanos, call(), answer.lastNanos(), new ReturnCode(rv), result));
            }
            case Reply.Version(int major, int minor, int rv) -> {
                String description = "the program asked for a version that the daemon (%s) %s, and for no context"
                        .formatted(new ProtocolVersion(major, minor), rv == 0 ? "accepted" : "refused");
                Call version = rv == 0 ? new Call.Unknown("VERSION", description) : call();
                yield List.of(Finished.of(startNanos, version, answer.lastNanos(), new ReturnCode(rv), Result.NONE));
            }
            default -> List.of(Finished.without(startNanos, call()));
        };
    }

    @Override
    Finished interrupt(Optional<ReturnCode> seenByProgram, long nanos) {
        return interrupted(startNanos, call(), seenByProgram, nanos);
    }

    /// The scope comes with the last message. Programs request the system scope.
    private Call call() {
        return new Call.EstablishContext(
                asked().request() instanceof Request.EstablishContext(int scope) ? new Scope(scope) : Scope.SYSTEM);
    }
}
