package dev.puce.spy.assembler;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.Message;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// SCardListReaders or SCardStatus. Both read the states of all readers; SCardStatus then sends STATUS. If that is
/// refused, it repeats both.
final class PendingListing extends PendingSequence {
    private final Call listReaders;
    private final Map<Integer, String> readerOfCard;
    private final long startNanos;

    private long listingNanos;
    private List<ReaderEntry> entries = List.of();
    private Optional<Message.Answered> refused = Optional.empty();

    /// @param context      the connection's context, which the program passed to SCardListReaders
    /// @param readerOfCard names of the readers by card handle, for the handles of this connection
    PendingListing(long startNanos, long context, Map<Integer, String> readerOfCard, Message.Asked asked) {
        super(asked);
        this.startNanos = startNanos;
        this.listReaders = new Call.ListReaders(context, Optional.empty());
        this.readerOfCard = readerOfCard;
        this.listingNanos = startNanos;
    }

    @Override
    boolean continues(Message.Asked next) {
        if (answered().isEmpty()) {
            return false;
        }
        return switch (answered().get().reply()) {
            case Reply.ReadersStateSize _ -> next.request() instanceof Request.GetReadersStateArray;
            case Reply.ReadersState _ ->
                next.request() instanceof Request.Status(int card)
                        && card == refusedCard().orElse(card);
            case Reply.Status _ -> isListing(next.request()) && isRetry(lastNanos(), next.firstNanos());
            default -> false;
        };
    }

    static boolean isListing(Request request) {
        return request instanceof Request.GetReadersState
                || request instanceof Request.GetReadersStateSize
                || request instanceof Request.GetReadersStateArray;
    }

    @Override
    void ask(Message.Asked next) {
        if (answered().isPresent() && answered().get().reply() instanceof Reply.Status) {
            refused = answered();
            listingNanos = next.firstNanos();
        }
        super.ask(next);
    }

    @Override
    void answer(Message.Answered answer) {
        super.answer(answer);
        if (answer.reply() instanceof Reply.ReadersState states) {
            entries = states.entries();
        }
    }

    @Override
    boolean isComplete() {
        return answered().isPresent()
                && answered().get().reply() instanceof Reply.Status(int rv)
                && rv != ReturnCode.SHARING_VIOLATION.value();
    }

    @Override
    List<Finished> finish() {
        if (asked().request() instanceof Request.Status) {
            return List.of(answered().map(this::status).orElseGet(() -> Finished.without(startNanos, current())));
        }
        var calls = new ArrayList<Finished>();
        refused.map(this::status).ifPresent(calls::add);
        calls.add(answered().map(this::listing).orElseGet(() -> Finished.without(listingNanos, listReaders)));
        return calls;
    }

    @Override
    Finished interrupt(Optional<ReturnCode> seenByProgram, long nanos) {
        return interrupted(startNanos, current(), seenByProgram, nanos);
    }

    private Call current() {
        if (asked().request() instanceof Request.Status) {
            return Translation.call(asked().request());
        }
        return refused.map(answer -> Translation.call(answer.asked().request())).orElse(listReaders);
    }

    private Optional<Integer> refusedCard() {
        return refused.map(answer -> answer.asked().request())
                .map(request -> request instanceof Request.Status(int card) ? card : null);
    }

    private Finished status(Message.Answered answer) {
        var request = (Request.Status) answer.asked().request();
        int code = answer.reply() instanceof Reply.Status(int rv) ? rv : 0;
        Optional<Result> result = entries.stream()
                .filter(entry -> code == 0 && entry.isUsed())
                .filter(entry -> entry.name().equals(readerOfCard.get(request.card())))
                .findFirst()
                .map(Translation::status);
        return Finished.of(
                startNanos,
                Translation.call(request),
                answer.lastNanos(),
                new ReturnCode(code),
                result.orElse(Result.NONE));
    }

    /// The library itself finds out that there is no reader, or that the daemon has fewer entries than before.
    /// Then it asks for the number of entries, but not for the entries.
    private Finished listing(Message.Answered answer) {
        List<String> names = Translation.names(entries);
        ReturnCode code = ReturnCode.SUCCESS;
        if (answer.reply() instanceof Reply.ReadersStateSize) {
            code = ReturnCode.UNEXPECTED;
        } else if (names.isEmpty()) {
            code = ReturnCode.NO_READERS_AVAILABLE;
        }
        Result result = code.isSuccess() ? new Result.ListReaders(names) : Result.NONE;
        return Finished.of(listingNanos, listReaders, answer.lastNanos(), code, result);
    }
}
