package dev.puce.trace.session;

import dev.puce.decode.SessionKeys;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of the user for secure messaging, and the session keys that follow from them.
///
/// Basic access control agrees on session keys with data that redaction hides. So this class sees calls before
/// redaction ([#watch]), and views ask for the derived keys by call number. Thread-safe: both may work in different
/// threads, as long as a call is watched before it is shown. The keys never appear in texts.
public final class MessagingKeys {
    /// No keys: everything stays encrypted.
    public static final MessagingKeys NONE = new MessagingKeys(List.of(), Redaction.FULL);

    private static final int MAX_DERIVED = 1000;
    private static final int EXTERNAL_AUTHENTICATE = 0x82;

    private final List<SessionKeys> given;
    private final List<SessionKeys.Mrz> zones;
    private final Redaction redaction;
    private final TracedCards cards = new TracedCards();
    private final Map<Long, SessionKeys.Iso> derived = new LinkedHashMap<>();

    /// Keys of the user.
    ///
    /// @param redaction how much of the secrets to remove from decrypted data
    public MessagingKeys(List<SessionKeys> given, Redaction redaction) {
        this.given = List.copyOf(given);
        zones = given.stream()
                .filter(SessionKeys.Mrz.class::isInstance)
                .map(SessionKeys.Mrz.class::cast)
                .toList();
        this.redaction = redaction;
    }

    List<SessionKeys> given() {
        return given;
    }

    Redaction redaction() {
        return redaction;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return given.isEmpty();
    }

    /// Takes note of a call before redaction. Must see every call, in their order.
    public void watch(TracedCall call) {
        if (!zones.isEmpty()) {
            derive(call);
        }
    }

    private synchronized void derive(TracedCall call) {
        var exchange = cards.observe(call).exchange();
        if (exchange.isEmpty() || !isAuthentication(exchange.get().command())) {
            return;
        }
        for (var zone : zones) {
            zone.session(exchange.get()).ifPresent(keys -> remember(call.sequence(), keys));
        }
    }

    private static boolean isAuthentication(Bytes command) {
        return command.length() > 4 && command.get(1) == EXTERNAL_AUTHENTICATE;
    }

    private void remember(long sequence, SessionKeys.Iso keys) {
        if (derived.size() >= MAX_DERIVED) {
            derived.remove(derived.keySet().iterator().next());
        }
        derived.put(sequence, keys);
    }

    /// The session keys that the call with this number agreed on.
    synchronized Optional<SessionKeys.Iso> agreedBy(long sequence) {
        return Optional.ofNullable(derived.get(sequence));
    }
}
