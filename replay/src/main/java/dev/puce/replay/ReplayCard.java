package dev.puce.replay;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.card.VirtualCard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// A card that answers as a recording says. Commands are compared byte by byte, but for the parts that redaction
/// took away. Power and resets do not move the place in the recording: programs of the same kind may use more or
/// fewer.
///
/// The place in the recording and the mismatches may be asked for on any thread.
public final class ReplayCard implements VirtualCard {
    private static final Set<ReturnCode> GONE = Set.of(ReturnCode.REMOVED_CARD, ReturnCode.NO_SMARTCARD);

    private final RecordedCard recorded;
    private final ReplayOptions options;
    private final Consumer<Mismatch> listener;
    private final Consumer<ReplayCard> removal;
    private final Mismatches commands;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private int next;
    private int answered;

    /// A card that stays in its reader whatever the recording says.
    ///
    /// @param listener takes commands that were not recorded, as they come
    public ReplayCard(RecordedCard recorded, ReplayOptions options, Consumer<Mismatch> listener) {
        this(recorded, options, listener, _ -> {});
    }

    /// @param removal runs when a recorded failure says that the card was gone
    ReplayCard(
            RecordedCard recorded, ReplayOptions options, Consumer<Mismatch> listener, Consumer<ReplayCard> removal) {
        this.recorded = recorded;
        this.options = options;
        this.listener = listener;
        this.removal = removal;
        commands = new Mismatches(recorded, options.redaction());
    }

    /// The exchanges that are played back.
    public RecordedCard recorded() {
        return recorded;
    }

    /// Commands so far that the recording had an answer for.
    public synchronized int answered() {
        return answered;
    }

    /// The number of recorded exchanges that are still to come, played back in order.
    public synchronized List<RecordedExchange> remaining() {
        return recorded.exchanges()
                .subList(
                        Math.min(next, recorded.exchanges().size()),
                        recorded.exchanges().size());
    }

    /// Commands so far that the recording had no answer for.
    public synchronized List<Mismatch> mismatches() {
        return List.copyOf(mismatches);
    }

    @Override
    public Bytes powerOn() {
        return recorded.atrOrSubstitute();
    }

    @Override
    public void powerOff() {
        // The recording goes on where it is.
    }

    @Override
    public Bytes reset() {
        return recorded.atrOrSubstitute();
    }

    @Override
    public boolean answersAtOnce() {
        return !options.isTimed();
    }

    @Override
    public Bytes transmit(Bytes command) throws CardUnresponsiveException {
        Optional<RecordedExchange> found = take(command);
        if (found.isPresent() && options.isTimed()) {
            pause(found.get().duration());
        }
        return switch (found.map(RecordedExchange::answer).orElse(options.unexpected())) {
            case RecordedExchange.Answer.Response(Bytes response) -> response;
            case RecordedExchange.Answer.Failure(ReturnCode code) -> {
                if (found.isPresent() && GONE.contains(code)) {
                    removal.accept(this);
                }
                throw new CardUnresponsiveException("the recording has " + code + " here", code);
            }
        };
    }

    private synchronized Optional<RecordedExchange> take(Bytes command) {
        commands.came(command);
        var found = find(command);
        commands.answered(found.map(RecordedExchange::answer).orElse(options.unexpected()));
        return found;
    }

    private Optional<RecordedExchange> find(Bytes command) {
        var exchanges = recorded.exchanges();
        int at = switch (options.matching()) {
            case ORDER -> next < exchanges.size() && exchanges.get(next).matches(command) ? next : -1;
            case COMMAND -> search(command);
        };
        if (at >= 0) {
            next = at + 1;
            answered++;
            return Optional.of(exchanges.get(at));
        }
        var expected = options.matching() == ReplayOptions.Matching.ORDER && next < exchanges.size()
                ? OptionalInt.of(next)
                : OptionalInt.empty();
        var mismatch = commands.latest(expected);
        mismatches.add(mismatch);
        listener.accept(mismatch);
        return Optional.empty();
    }

    private int search(Bytes command) {
        int count = recorded.exchanges().size();
        for (int i = 0; i < count; i++) {
            int at = (next + i) % count;
            if (recorded.exchanges().get(at).matches(command)) {
                return at;
            }
        }
        return -1;
    }

    private static void pause(Duration duration) throws CardUnresponsiveException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardUnresponsiveException("interrupted in a recorded delay");
        }
    }
}
