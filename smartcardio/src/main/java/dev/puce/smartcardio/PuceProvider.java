package dev.puce.smartcardio;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;

/// The security provider: terminal factories of types `PC/SC` and `Puce`.
///
/// To use it in code: `TerminalFactory.getInstance("PC/SC", null, new PuceProvider())`. To make it the default of
/// the JVM without code: add `security.provider.1=Puce` to `java.security`, or to a file named by
/// `-Djava.security.properties`. It can be used together with the JDK's provider.
///
/// The parameter of `getInstance` may be null, a [TerminalOptions], a [dev.puce.pcsc.Pcsc], or a text for
/// [dev.puce.pcsc.Pcsc#open(String)], for example `socket`.
public final class PuceProvider extends Provider {
    private static final long serialVersionUID = 1L;

    /// Name of the provider, for `java.security` and [java.security.Security#getProvider].
    public static final String NAME = "Puce";

    /// Makes the provider; called by programs, and by the JDK for entries in `java.security`.
    @SuppressWarnings("this-escape") // putService of a final class without its own state
    public PuceProvider() {
        super(NAME, "1", "javax.smartcardio over puce: PC/SC natively and through pcscd's socket");
        putService(new FactoryService(this, "PC/SC"));
        putService(new FactoryService(this, NAME));
    }

    private static final class FactoryService extends Service {
        FactoryService(Provider provider, String type) {
            super(provider, "TerminalFactory", type, PcscTerminalFactory.class.getName(), List.of(), Map.of());
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            try {
                return new PcscTerminalFactory(TerminalOptions.of(parameter));
            } catch (RuntimeException e) {
                throw new NoSuchAlgorithmException("cannot make a PC/SC terminal factory: " + e.getMessage(), e);
            }
        }
    }
}
