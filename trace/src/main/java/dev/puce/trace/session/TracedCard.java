package dev.puce.trace.session;

import dev.puce.decode.CardSession;
import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.util.Optional;

/// A reader of a trace, and the card in it. All programs that use the card share its state.
final class TracedCard {
    private static final int SELECT = 0xA4;
    private static final int BY_NAME = 0x04;

    private final MessagingKeys keys;
    private final PlainSecrets secrets;
    private final CardSession session;
    private Bytes atr = Bytes.EMPTY;
    private int state = EventState.UNAWARE.value();
    private long resets;
    private Optional<Bytes> aid = Optional.empty();

    TracedCard(MessagingKeys keys) {
        this(keys, new CardSession());
    }

    private TracedCard(MessagingKeys keys, CardSession session) {
        this.session = session;
        this.keys = keys;
        this.secrets = keys.isEmpty() ? null : new PlainSecrets(keys.redaction());
        keys.given().forEach(session::use);
    }

    /// The name in the last successful SELECT by name.
    Optional<Bytes> aid() {
        return aid;
    }

    TracedCard copy() {
        var copy = new TracedCard(keys, session.copy());
        copy.atr = atr;
        copy.state = state;
        copy.resets = resets;
        copy.aid = aid;
        return copy;
    }

    Bytes atr() {
        return atr;
    }

    /// Number of resets that are known.
    long resets() {
        return resets;
    }

    /// The card lost its state.
    void reset() {
        session.reset(atr);
        aid = Optional.empty();
        resets++;
    }

    /// The card was powered and answered with its ATR.
    void power(Bytes answer) {
        atr = answer;
        reset();
    }

    /// A program learned the card's ATR.
    void identify(Bytes seen) {
        if (!seen.isEmpty() && !seen.equals(atr)) {
            atr = seen;
            reset();
        }
    }

    /// A program learned the reader's state.
    ///
    /// @return the insertion or removal since the state before
    Optional<CardChange> observe(String reader, EventState seen, Bytes seenAtr) {
        boolean present = seen.has(EventState.PRESENT);
        if (!present && !seen.has(EventState.EMPTY)) {
            return Optional.empty();
        }
        var before = new EventState(state);
        boolean isFirst = state == EventState.UNAWARE.value();
        boolean wasPresent = before.has(EventState.PRESENT);
        boolean isOther = present && wasPresent && before.eventCount() != seen.eventCount();
        state = seen.value();
        if (present) {
            if (isOther || (!isFirst && !wasPresent)) {
                atr = seenAtr;
                reset();
            } else {
                identify(seenAtr);
            }
        } else {
            atr = Bytes.EMPTY;
            if (wasPresent) {
                reset();
            }
        }
        boolean isChange = !isFirst && (present != wasPresent || isOther);
        return isChange ? Optional.of(new CardChange(reader, present, atr)) : Optional.empty();
    }

    /// Explains a command and its response.
    Exchange explain(Call.Transmit transmit, TracedCall traced) {
        var exchange = exchange(transmit, traced);
        if (secrets == null) {
            return exchange;
        }
        keys.agreedBy(traced.sequence()).ifPresent(agreed -> session.use(agreed, exchange));
        var shown = secrets.hide(exchange, traced);
        if (shown.isAnswerHidden()) {
            session.hideReading(shown);
        }
        return shown;
    }

    private Exchange exchange(Call.Transmit transmit, TracedCall traced) {
        session.command(transmit.sendBuffer(), transmit.hidden().isPresent());
        if (!(traced.result() instanceof Result.Transmit answer)) {
            return session.noResponse();
        }
        select(transmit.sendBuffer(), answer.recvBuffer());
        return session.response(answer.recvBuffer(), answer.hidden().isPresent());
    }

    private void select(Bytes command, Bytes response) {
        if (command.length() < 6 || command.get(1) != SELECT || command.get(2) != BY_NAME || response.length() < 2) {
            return;
        }
        int sw1 = response.get(response.length() - 2);
        boolean isSelected = sw1 == 0x90 || (sw1 >= 0x61 && sw1 <= 0x63);
        if (isSelected) {
            aid = Optional.of(name(command)).filter(name -> !name.isEmpty()).or(() -> aid);
        }
    }

    /// The data field of a short or an extended command; or its first part if it is cut.
    private static Bytes name(Bytes command) {
        boolean isExtended = command.get(4) == 0 && command.length() > 7;
        int from = isExtended ? 7 : 5;
        int length = isExtended ? command.get(5) << 8 | command.get(6) : command.get(4);
        return command.slice(from, Math.min(from + length, command.length()));
    }
}
