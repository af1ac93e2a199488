package dev.puce.javacard;

import dev.puce.service.card.CardKind;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.keys.CardRandom;
import java.io.IOException;
import java.security.SecureRandom;

/// `FILE.jar:AID[:CLASS][:PARAMS]`: applets from jars of compiled classes, several with `+` between them.
public final class AppletCardKind implements CardKind {
    /// Called by the service loader.
    public AppletCardKind() {}

    @Override
    public String usage() {
        return "FILE.jar:AID[:CLASS][:PARAMS]";
    }

    @Override
    public String summary() {
        return "Java Card applets in the simulator jCardSim; + between several";
    }

    @Override
    public boolean accepts(String words) {
        return AppletWords.accept(words);
    }

    @Override
    public VirtualCard make(String words) throws IOException {
        return make(words, CardRandom.fresh());
    }

    @Override
    public VirtualCard make(String words, SecureRandom random) throws IOException {
        return AppletCard.of(AppletWords.parse(words), random);
    }
}
