package dev.puce.smartcardio;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;

/// The provider: terminal factories of types `PC/SC` and `Puce`.
///
/// With one line: `TerminalFactory.getInstance("PC/SC", null, new PuceProvider())`. Without one: an entry
/// `security.provider.1=Puce` in `java.security`, or in a file named by `-Djava.security.properties`, makes it
/// the default of the whole JVM. It can be used beside the JDK's.
///
/// The parameter of `getInstance` may be null, a [TerminalOptions], a [dev.puce.pcsc.Pcsc], or a text that
/// [dev.puce.pcsc.Pcsc#open(String)] takes, for example `socket`.
public final class PuceProvider extends Provider {
    private static final long serialVersionUID = 1L;

    /// Name of the provider, for `java.security` and [java.security.Security#getProvider].
    public static final String NAME = "Puce";

    /// Made by the JDK for `java.security`, or by a program.
    @SuppressWarnings("this-escape") // putService of a final class that has no state of its own
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
                throw new NoSuchAlgorithmException("no PC/SC: " + e.getMessage(), e);
            }
        }
    }
}
