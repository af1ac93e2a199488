package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Protocol;
import java.util.Optional;

/// Chooses the transmission protocol from what the ATR offers and the client accepts, as pcscd does.
///
/// A card that does not name a protocol is taken for T=0; T=1 is preferred to T=0; TA2 (specific mode) leaves no
/// choice. An ATR whose first protocol is neither T=0 nor T=1 offers nothing (ISO/IEC 7816-3, 8.2.3).
final class ProtocolChoice {
    /// `SCARD_PROTOCOL_ANY` of old: whatever the card offers, or has.
    static final int ANY_OLD = 0x1000;

    private static final int ANY = Protocol.T0.value() | Protocol.T1.value();
    private static final int ACCEPTABLE = ANY | Protocol.RAW.value() | ANY_OLD;

    private ProtocolChoice() {}

    /// Whether the client names a protocol that can be had at all.
    static boolean isAcceptable(int preferred) {
        return (preferred & ACCEPTABLE) != 0;
    }

    /// The protocol to use, if card and client have one in common.
    static Optional<Protocol> choose(Bytes atr, int preferred) {
        int wanted = (preferred & ANY_OLD) != 0 ? ANY : preferred;
        int common = offered(atr) & wanted;
        if ((common & Protocol.T1.value()) != 0) {
            return Optional.of(Protocol.T1);
        }
        return (common & Protocol.T0.value()) != 0 ? Optional.of(Protocol.T0) : Optional.empty();
    }

    private static int offered(Bytes atr) {
        if (atr.length() < 2 || (atr.get(0) != 0x3B && atr.get(0) != 0x3F)) {
            return 0;
        }
        int offered = 0;
        int at = 2;
        int follows = atr.get(1) >> 4;
        for (int i = 1; follows != 0; i++) {
            int td = at + Integer.bitCount(follows & 0x7);
            if (i == 2 && (follows & 0x1) != 0 && at < atr.length()) { // TA2: specific mode
                return bit(atr.get(at) & 0x0F) & ANY;
            }
            if ((follows & 0x8) == 0 || td >= atr.length()) {
                break;
            }
            int protocol = atr.get(td) & 0x0F;
            if (i == 1 && protocol > 1) {
                return 0;
            }
            offered |= bit(protocol);
            follows = atr.get(td) >> 4;
            at = td + 1;
        }
        return offered == 0 ? Protocol.T0.value() : offered;
    }

    private static int bit(int protocol) {
        return protocol <= 1 ? 1 << protocol : 0;
    }
}
