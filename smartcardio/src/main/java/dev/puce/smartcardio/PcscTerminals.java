package dev.puce.smartcardio;

import dev.puce.cards.Reader;
import dev.puce.cards.event.EventQueue;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import dev.puce.smartcardio.TerminalOptions.WithoutTerminals;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;

/// All terminals. A queue collects the events between two calls of waitForChange, so that none is missed.
///
/// Thread-safe; if several threads wait on one object, each change reaches one of them.
final class PcscTerminals extends CardTerminals {
    private final PcscTerminalFactory factory;
    private Optional<EventQueue> changes = Optional.empty();
    private volatile Set<String> inserted = Set.of();
    private volatile Set<String> removed = Set.of();
    private volatile boolean waited;

    PcscTerminals(PcscTerminalFactory factory) {
        this.factory = factory;
    }

    @Override
    public List<CardTerminal> list(State state) throws CardException {
        try {
            return factory.readers().list().stream()
                    .filter(reader -> isIn(reader, state))
                    .map(reader -> factory.terminal(reader.name()))
                    .toList();
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        }
    }

    private boolean isIn(Reader reader, State state) {
        return switch (state) {
            case ALL -> true;
            case CARD_PRESENT -> hasCard(reader);
            case CARD_ABSENT -> !hasCard(reader);
            case CARD_INSERTION -> waited ? inserted.contains(reader.name()) : hasCard(reader);
            case CARD_REMOVAL -> waited ? removed.contains(reader.name()) : !hasCard(reader);
        };
    }

    private static boolean hasCard(Reader reader) {
        try {
            return reader.isCardPresent();
        } catch (PcscException e) {
            if (e.code().equals(ReturnCode.UNKNOWN_READER)) {
                return false; // unplugged after it was listed
            }
            throw e;
        }
    }

    @Override
    public boolean waitForChange(long timeout) throws CardException {
        if (timeout < 0) {
            throw new IllegalArgumentException("timeout is " + timeout + " ms, must not be negative");
        }
        try {
            if (factory.options().withoutTerminals() == WithoutTerminals.FAIL
                    && factory.readers().list().isEmpty()) {
                throw new IllegalStateException("no terminal is attached: plug a reader in, or set the system property"
                        + " dev.puce.smartcardio.withoutTerminals=wait");
            }
            return collect(timeout == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeout));
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        } catch (InterruptedException _) {
            throw Interruption.during("waiting for a change");
        }
    }

    private boolean collect(long limit) throws InterruptedException {
        long start = System.nanoTime();
        EventQueue queue = queue();
        Set<String> in = new LinkedHashSet<>();
        Set<String> out = new LinkedHashSet<>();
        Optional<ReaderEvent> event = queue.poll(); // events since the last call
        while (event.isPresent() || (in.isEmpty() && out.isEmpty())) {
            if (event.isEmpty()) {
                event = queue.poll(Duration.ofNanos(limit - (System.nanoTime() - start)));
                if (event.isEmpty()) {
                    break;
                }
            }
            collect(event.get(), in, out);
            event = queue.poll();
        }
        inserted = Set.copyOf(in);
        removed = Set.copyOf(out);
        waited = true;
        return !in.isEmpty() || !out.isEmpty();
    }

    private static void collect(ReaderEvent event, Set<String> in, Set<String> out) {
        switch (event) {
            case ReaderEvent.CardInserted inserted when !inserted.initial() -> in.add(inserted.reader());
            case ReaderEvent.CardRemoved removed -> out.add(removed.reader());
            default -> {}
        }
    }

    private synchronized EventQueue queue() {
        if (changes.isEmpty()) {
            changes = Optional.of(factory.readers().monitor().queue());
        }
        return changes.get();
    }
}
