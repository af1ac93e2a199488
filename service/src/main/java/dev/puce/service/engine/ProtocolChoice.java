package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Protocol;
import java.util.Optional;

/// Chooses the transmission protocol from the ATR's offer and the client's preference, as pcscd does.
///
/// A card that names no protocol uses T=0. T=1 is preferred to T=0. TA2 (specific mode) fixes the protocol. An ATR
/// whose first protocol is neither T=0 nor T=1 offers nothing (ISO/IEC 7816-3, 8.2.3).
final class ProtocolChoice {
    /// The obsolete `SCARD_PROTOCOL_ANY`: any protocol of the card.
    static final int LEGACY_ANY = 0x1000;

    private static final int ANY = Protocol.T0.value() | Protocol.T1.value();
    private static final int ACCEPTABLE = ANY | Protocol.RAW.value() | LEGACY_ANY;

    private ProtocolChoice() {}

    /// Returns whether the client names a supported protocol.
    static boolean isAcceptable(int preferred) {
        return (preferred & ACCEPTABLE) != 0;
    }

    /// Returns the protocol to use, if card and client have one in common.
    static Optional<Protocol> choose(Bytes atr, int preferred) {
        int accepted = (preferred & LEGACY_ANY) != 0 ? ANY : preferred;
        int common = offered(atr) & accepted;
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
        int offset = 2;
        int follows = atr.get(1) >> 4;
        for (int i = 1; follows != 0; i++) {
            int td = offset + Integer.bitCount(follows & 0x7);
            if (i == 2 && (follows & 0x1) != 0 && offset < atr.length()) { // TA2: specific mode
                return bit(atr.get(offset) & 0x0F) & ANY;
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
            offset = td + 1;
        }
        return offered == 0 ? Protocol.T0.value() : offered;
    }

    private static int bit(int protocol) {
        return protocol <= 1 ? 1 << protocol : 0;
    }
}
