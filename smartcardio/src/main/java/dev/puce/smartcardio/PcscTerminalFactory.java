package dev.puce.smartcardio;

import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import java.lang.ref.Cleaner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;
import javax.smartcardio.TerminalFactorySpi;

/// A terminal factory: readers of its own, which end when nobody has the factory or anything of it any more,
/// for the API has no close.
final class PcscTerminalFactory extends TerminalFactorySpi {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Readers readers;
    private final TerminalOptions options;
    /// One object for each name, so that a second connect finds the first one's card.
    private final ConcurrentMap<String, CardTerminal> terminals = new ConcurrentHashMap<>();

    @SuppressWarnings("this-escape") // the cleaner needs no more than the identity of a final class
    PcscTerminalFactory(TerminalOptions options) {
        this.options = options;
        Pcsc pcsc = options.backend().get();
        Readers opened = Readers.over(pcsc);
        this.readers = opened;
        var _ = CLEANER.register(this, () -> {
            opened.close();
            pcsc.close();
        });
    }

    @Override
    protected CardTerminals engineTerminals() {
        return new PcscTerminals(this);
    }

    Readers readers() {
        return readers;
    }

    TerminalOptions options() {
        return options;
    }

    CardTerminal terminal(String name) {
        return terminals.computeIfAbsent(name, missing -> new PcscTerminal(this, readers.named(missing)));
    }
}
