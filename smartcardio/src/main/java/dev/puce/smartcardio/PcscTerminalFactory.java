package dev.puce.smartcardio;

import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import java.lang.ref.Cleaner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;
import javax.smartcardio.TerminalFactorySpi;

/// A terminal factory with its own readers. Because the API has no close method, a cleaner closes the readers when
/// the factory and all its objects are unreachable.
final class PcscTerminalFactory extends TerminalFactorySpi {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Readers readers;
    private final TerminalOptions options;
    /// One object per name, so that a second connect finds the first one's card.
    private final ConcurrentMap<String, CardTerminal> terminals = new ConcurrentHashMap<>();

    @SuppressWarnings("this-escape") // the cleaner only uses the identity of this final class
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
