package dev.puce.replay;

import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A whole recording, played back by a service: a reader for each one that was recorded, with its card in it.
///
/// Where the recording has a command that failed because the card was gone, the card is pulled; if more was
/// recorded afterwards, it comes back after a moment.
public final class Replay {
    /// Long enough for a program to see that the card is out.
    private static final Duration OUT = Duration.ofMillis(500);

    /// For recordings that begin after the connection was made.
    private static final String UNKNOWN_READER = "Recorded Reader";

    private final List<ReplayCard> cards = new ArrayList<>();

    private Replay() {}

    /// Adds the readers and cards to a service.
    ///
    /// @param listener takes commands that were not recorded, as they come
    public static Replay start(
            PcscService service, List<RecordedCard> recorded, ReplayOptions options, Consumer<Mismatch> listener) {
        var replay = new Replay();
        for (RecordedCard card : recorded) {
            var reader = service.addReader(card.reader().isEmpty() ? UNKNOWN_READER : card.reader());
            var played = new ReplayCard(card, options, listener, gone -> pull(gone, reader));
            replay.cards.add(played);
            reader.insert(played);
        }
        return replay;
    }

    /// The cards, in the order of their readers.
    public List<ReplayCard> cards() {
        return List.copyOf(cards);
    }

    // On a thread of its own, as the service still waits for the card to fail.
    private static void pull(ReplayCard card, VirtualReader reader) {
        Thread.ofVirtual().name("pulls the card of " + reader.name()).start(() -> {
            try {
                reader.remove();
                if (!card.remaining().isEmpty()) {
                    Thread.sleep(OUT);
                    reader.insert(card);
                }
            } catch (InterruptedException | IllegalStateException _) {
                // The service has ended meanwhile, or another card was inserted.
            }
        });
    }
}
