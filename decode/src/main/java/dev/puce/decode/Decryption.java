package dev.puce.decode;

import dev.puce.decode.dictionary.View;
import dev.puce.decode.secure.GlobalPlatformMessaging;
import dev.puce.decode.secure.IsoMessaging;
import dev.puce.decode.secure.MessageDecryption;
import dev.puce.decode.secure.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens the protected exchanges of one channel with the keys of the user.
final class Decryption {
    private static final int EXTERNAL_AUTHENTICATE = 0x82;
    private static final int INITIALIZE_UPDATE = 0x50;
    private static final int DONE = 0x9000;

    private final List<SessionKeys> keys;
    private MessageDecryption iso;
    private MessageDecryption globalPlatform;
    private View hostChallenge = View.EMPTY;
    private View update = View.EMPTY;

    Decryption(List<SessionKeys> keys) {
        this.keys = new ArrayList<>(keys);
        for (var key : keys) {
            if (key instanceof SessionKeys.Iso known) {
                use(known);
            }
        }
    }

    /// Secure messaging with these keys starts.
    void use(SessionKeys.Iso known) {
        iso = new IsoMessaging(known.encryption(), known.counter());
    }

    /// The plain data of an exchange; empty if it is not protected or the keys do not fit.
    Optional<Plain> open(Exchange exchange) {
        return switch (exchange.context().protection()) {
            case ISO -> iso == null ? Optional.empty() : iso.open(exchange.commandData(), exchange.answerData());
            case GLOBALPLATFORM -> openGlobalPlatform(exchange);
            case NONE, PROPRIETARY -> {
                watch(exchange);
                yield Optional.empty();
            }
        };
    }

    /// The plain data of an exchange whose answer was fetched in further parts.
    Optional<Plain> reopen(Exchange exchange) {
        var session = exchange.context().protection() == Protection.ISO ? iso : globalPlatform;
        if (session == null || exchange.firstShape().ins() == EXTERNAL_AUTHENTICATE) {
            return open(exchange);
        }
        session.rewind();
        return open(exchange);
    }

    private void watch(Exchange exchange) {
        int ins = exchange.firstShape().ins();
        if (exchange.lastLink().status() != DONE) {
            return;
        }
        if (ins == INITIALIZE_UPDATE) {
            hostChallenge = exchange.commandData();
            update = exchange.answerData();
        } else if (ins == EXTERNAL_AUTHENTICATE) {
            for (var key : keys) {
                if (key instanceof SessionKeys.Mrz zone) {
                    zone.session(exchange).ifPresent(this::use);
                }
            }
        }
    }

    private Optional<Plain> openGlobalPlatform(Exchange exchange) {
        if (exchange.firstShape().ins() != EXTERNAL_AUTHENTICATE) {
            return globalPlatform == null
                    ? Optional.empty()
                    : globalPlatform.open(exchange.commandData(), exchange.answerData());
        }
        globalPlatform = null;
        for (var key : keys) {
            if (key instanceof SessionKeys.GlobalPlatform known
                    && exchange.lastLink().status() == DONE) {
                globalPlatform = GlobalPlatformMessaging.session(
                                known.encryption(),
                                hostChallenge,
                                update,
                                exchange.firstShape().p1())
                        .orElse(null);
            }
        }
        return Optional.empty();
    }
}
