package dev.puce.replay;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Protocol;
import java.util.List;
import java.util.Optional;

/// The cards in one reader, as a recording shows them.
///
/// @param reader    name of the reader
/// @param atr       the ATR, if a program asked for it
/// @param protocol  the protocol that was used, if a program connected
/// @param exchanges commands and answers, in their order
public record RecordedCard(
        String reader, Optional<Bytes> atr, Optional<Protocol> protocol, List<RecordedExchange> exchanges) {
    private static final Bytes T0_ONLY = Bytes.hex("3B 00");
    private static final Bytes T1_ONLY = Bytes.hex("3B 80 01 81");

    public RecordedCard {
        exchanges = List.copyOf(exchanges);
    }

    /// The ATR, or the shortest one of a card that speaks the protocol that was used.
    public Bytes atrOrSubstitute() {
        return atr.orElse(protocol.filter(Protocol.T1::equals).isPresent() ? T1_ONLY : T0_ONLY);
    }
}
