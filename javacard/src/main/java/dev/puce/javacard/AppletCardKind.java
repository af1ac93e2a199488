package dev.puce.javacard;

import dev.puce.iso7816.Aid;
import dev.puce.service.card.CardKind;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `FILE.jar:AID` or `FILE.jar:AID:CLASS`: an applet from a jar of compiled classes.
public final class AppletCardKind implements CardKind {
    private static final Pattern WORDS = Pattern.compile("(.+\\.jar):([0-9A-Fa-f]+)(?::([\\w.$]+))?");

    /// Called by the service loader.
    public AppletCardKind() {}

    @Override
    public String usage() {
        return "FILE.jar:AID[:CLASS]";
    }

    @Override
    public String summary() {
        return "a Java Card applet in the simulator jCardSim";
    }

    @Override
    public boolean accepts(String words) {
        return WORDS.matcher(words).matches();
    }

    @Override
    public VirtualCard make(String words) throws IOException {
        Matcher parts = WORDS.matcher(words);
        if (!parts.matches()) {
            throw new IllegalArgumentException(words);
        }
        return AppletCard.install(
                AppletJar.applet(Path.of(parts.group(1)), Optional.ofNullable(parts.group(3))), aid(parts.group(2)));
    }

    private static Aid aid(String hex) throws IOException {
        try {
            Aid aid = Aid.hex(hex);
            if (aid.value().length() >= Aid.RID_LENGTH) {
                return aid;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + hex + "\" is no AID: " + e.getMessage(), e);
        }
        throw new IOException("an applet's AID has 5 to 16 bytes, and \"" + hex + "\" fewer");
    }
}
