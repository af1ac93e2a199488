package dev.puce.service;

import dev.puce.service.card.VirtualCard;
import dev.puce.service.engine.Engine;
import dev.puce.service.engine.EngineReader;

/// A reader of a [PcscService], for the owner of the service: inserts and removes cards.
///
/// Methods may be called on any thread. They return when clients can see the effect.
public final class VirtualReader {
    private final PcscService service;
    private final Engine engine;
    private final EngineReader reader;

    VirtualReader(PcscService service, Engine engine, EngineReader reader) {
        this.service = service;
        this.engine = engine;
        this.reader = reader;
    }

    /// Returns the name that clients see, with its numbers.
    public String name() {
        return reader.name();
    }

    /// Returns whether the reader holds a card.
    public boolean hasCard() {
        var has = new boolean[1];
        service.onLoop(done -> {
            has[0] = reader.hasCard();
            done.run();
        });
        return has[0];
    }

    /// Inserts a card and powers it on. Clients see it when it has answered or failed to answer.
    ///
    /// @throws IllegalStateException if the reader holds a card, or was unplugged
    public void insert(VirtualCard card) {
        service.onLoop(done -> engine.insert(reader, card, done));
    }

    /// Removes the card, even during an exchange. Does nothing without a card.
    public void remove() {
        service.onLoop(done -> {
            engine.remove(reader);
            done.run();
        });
    }

    /// Removes this card. Does nothing if the reader does not hold it.
    public void remove(VirtualCard card) {
        service.onLoop(done -> {
            engine.remove(reader, card);
            done.run();
        });
    }

    /// Lets the card answer some more commands, and removes it during the next one.
    ///
    /// @param commands number of commands, 0 or more
    /// @throws IllegalStateException if the reader holds no card
    public void removeAfter(int commands) {
        service.onLoop(done -> {
            engine.removeAfter(reader, commands);
            done.run();
        });
    }

    /// Unplugs the reader with its card.
    public void unplug() {
        service.onLoop(done -> {
            engine.unplug(reader);
            service.remove(this);
            done.run();
        });
    }

    /// Removes the card when the service ends; runs on the loop.
    void removeOnLoop() {
        engine.remove(reader);
    }

    @Override
    public String toString() {
        return name();
    }
}
