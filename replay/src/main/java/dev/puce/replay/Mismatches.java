package dev.puce.replay;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.redaction.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Sees the commands that come to one card, recorded or not, and makes mismatches of them without their secrets.
/// It must see every command and answer, since a secret may go on in the next command.
final class Mismatches {
    private static final long CARD = 0; // secrets are kept apart by card, and there is one

    private final RecordedCard recorded;
    private final Redactor redactor;

    /// The recorded exchanges without secrets; made for the first mismatch, since most replays have none.
    private List<RecordedExchange> shown = List.of();

    private Bytes latest = Bytes.EMPTY;
    private Shown latestShown = new Shown(Bytes.EMPTY, Optional.empty());

    Mismatches(RecordedCard recorded, Redaction redaction) {
        this.recorded = recorded;
        redactor = new Redactor(redaction);
    }

    /// The next command came.
    void came(Bytes command) {
        latest = command;
        latestShown = redactor.command(CARD, command);
    }

    /// It was answered so.
    void answered(RecordedExchange.Answer answer) {
        tell(answer, redactor);
    }

    private static RecordedExchange.Answer tell(RecordedExchange.Answer answer, Redactor redactor) {
        return switch (answer) {
            case RecordedExchange.Answer.Response(Bytes bytes) ->
                new RecordedExchange.Answer.Response(
                        redactor.answer(CARD, bytes).visible());
            case RecordedExchange.Answer.Failure failure -> {
                redactor.answer(CARD, Bytes.EMPTY);
                yield failure;
            }
        };
    }

    /// The report about the latest command.
    ///
    /// @param expected place in the recording of what should have come
    Mismatch latest(OptionalInt expected) {
        if (shown.isEmpty()) {
            shown = shown(recorded.exchanges(), redactor.redaction());
        }
        return new Mismatch(
                recorded.reader(),
                latestShown.visible(),
                latestShown.hidden(),
                expected.stream().mapToObj(shown::get).findFirst(),
                nearest(recorded.exchanges(), latest).map(shown::get));
    }

    private static List<RecordedExchange> shown(List<RecordedExchange> exchanges, Redaction redaction) {
        var redactor = new Redactor(redaction);
        var shown = new ArrayList<RecordedExchange>(exchanges.size());
        for (RecordedExchange exchange : exchanges) {
            var command = redactor.command(CARD, exchange.command());
            var answer = tell(exchange.answer(), redactor);
            boolean isCut = exchange.hidden().isPresent();
            shown.add(new RecordedExchange(
                    exchange.number(),
                    isCut ? exchange.command() : command.visible(),
                    isCut ? exchange.hidden() : command.hidden(),
                    answer,
                    exchange.duration()));
        }
        return shown;
    }

    // Most like: the same instruction if there is one, then the longest common begin, then the nearest length.
    private static Optional<Integer> nearest(List<RecordedExchange> exchanges, Bytes came) {
        return IntStream.range(0, exchanges.size())
                .boxed()
                .filter(at -> commonBegin(exchanges.get(at).command(), came) > 0)
                .max(Comparator.<Integer>comparingInt(
                                at -> sameInstruction(exchanges.get(at).command(), came) ? 1 : 0)
                        .thenComparingInt(at -> commonBegin(exchanges.get(at).command(), came))
                        .thenComparingInt(
                                at -> -Math.abs(exchanges.get(at).command().length() - came.length())));
    }

    private static boolean sameInstruction(Bytes one, Bytes other) {
        return one.length() > 1 && other.length() > 1 && one.get(1) == other.get(1);
    }

    private static int commonBegin(Bytes one, Bytes other) {
        int length = 0;
        while (length < one.length() && length < other.length() && one.get(length) == other.get(length)) {
            length++;
        }
        return length;
    }
}
