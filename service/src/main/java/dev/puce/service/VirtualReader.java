package dev.puce.service;

import dev.puce.service.card.VirtualCard;
import dev.puce.service.engine.Engine;
import dev.puce.service.engine.EngineReader;

/// A reader of a [PcscService], as the one who runs the service sees it: cards go in and out.
///
/// Methods may be called on any thread. They return when clients can see what they did.
public final class VirtualReader {
    private final PcscService service;
    private final Engine engine;
    private final EngineReader reader;

    VirtualReader(PcscService service, Engine engine, EngineReader reader) {
        this.service = service;
        this.engine = engine;
        this.reader = reader;
    }

    /// The name that clients see, with its numbers.
    public String name() {
        return reader.name();
    }

    /// Whether there is a card in the reader.
    public boolean hasCard() {
        var has = new boolean[1];
        service.onLoop(done -> {
            has[0] = reader.hasCard();
            done.run();
        });
        return has[0];
    }

    /// Puts a card in; it gets power, and when it has answered, or has not, clients see it.
    ///
    /// @throws IllegalStateException if there is a card in the reader, or the reader was unplugged
    public void insert(VirtualCard card) {
        service.onLoop(done -> engine.insert(reader, card, done));
    }

    /// Pulls the card, in the middle of an exchange if there is one; nothing happens without a card.
    public void remove() {
        service.onLoop(done -> {
            engine.remove(reader);
            done.run();
        });
    }

    /// Pulls this card; nothing happens if it is not in the reader (any more).
    public void remove(VirtualCard card) {
        service.onLoop(done -> {
            engine.remove(reader, card);
            done.run();
        });
    }

    /// Lets the card answer that many more commands, and pulls it while the next one is under way.
    ///
    /// @param commands 0 or more
    /// @throws IllegalStateException if there is no card in the reader
    public void removeAfter(int commands) {
        service.onLoop(done -> {
            engine.removeAfter(reader, commands);
            done.run();
        });
    }

    /// Takes the reader away from the machine, with its card if there is one.
    public void unplug() {
        service.onLoop(done -> {
            engine.unplug(reader);
            service.forget(this);
            done.run();
        });
    }

    /// The service ends; on the loop.
    void pullForGood() {
        engine.remove(reader);
    }

    @Override
    public String toString() {
        return name();
    }
}
