package dev.puce.system.soak;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cards.Transaction;
import dev.puce.it.pcsc.PatternCard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// Work with the library: one [Readers] for all threads, waits for cards, connections and transactions with
/// timeouts.
record LibraryWork(Readers readers, LongAdder exchanges) implements Work {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMillis(500);

    @Override
    public void session(RandomGenerator random) throws InterruptedException {
        List<Reader> all = readers.list();
        if (all.isEmpty()) {
            return; // the daemon has just started
        }
        Reader reader = all.get(random.nextInt(all.size()));
        switch (random.nextInt(5)) {
            case 0 -> reader.isCardPresent();
            case 1 -> readers.cardRequest().in(reader).timeout(SHORT).poll();
            case 2 -> reader.awaitCard(SHORT);
            default -> exchange(reader, random);
        }
    }

    private void exchange(Reader reader, RandomGenerator random) {
        var options = ConnectOptions.shared().timeout(LONG);
        try (Card card = reader.connect(options);
                Transaction transaction = card.begin(LONG)) {
            for (int i = random.nextInt(5); i >= 0; i--) {
                int length = 2 + random.nextInt(300);
                var answer = transaction.transmit(PatternCard.command(length));
                if (!answer.equals(PatternCard.answer(length))) {
                    throw new IllegalStateException("asked for " + length + " bytes, got " + answer);
                }
                exchanges.increment();
            }
        }
    }
}
