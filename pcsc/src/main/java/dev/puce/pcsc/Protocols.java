package dev.puce.pcsc;

import java.util.ArrayList;

/// A set of transmission protocols, as passed to `SCardConnect`. Bits that the API does not define are kept.
///
/// @param mask the `SCARD_PROTOCOL_*` values, combined with OR
public record Protocols(int mask) {
    /// T=0 or T=1 (`SCARD_PROTOCOL_ANY`), the usual choice.
    public static final Protocols ANY = of(Protocol.T0, Protocol.T1);

    /// No protocol; valid only with [ShareMode#DIRECT].
    public static final Protocols NONE = new Protocols(0);

    /// The source of the call does not show the protocols.
    public static final Protocols UNKNOWN = new Protocols(Unknown.VALUE);

    /// The given protocols.
    public static Protocols of(Protocol... protocols) {
        int mask = 0;
        for (Protocol protocol : protocols) {
            mask |= protocol.value();
        }
        return new Protocols(mask);
    }

    /// Returns whether the set contains the protocol.
    public boolean contains(Protocol protocol) {
        return mask != Unknown.VALUE && (mask & protocol.value()) != 0;
    }

    /// Returns the names in C joined by `|`, for example `SCARD_PROTOCOL_T0|SCARD_PROTOCOL_T1`.
    @Override
    public String toString() {
        if (mask == Unknown.VALUE) {
            return Unknown.TEXT;
        }
        if (mask == 0) {
            return Protocol.UNDEFINED.symbol();
        }
        var names = new ArrayList<String>();
        for (int bits = mask; bits != 0; bits &= bits - 1) {
            names.add(new Protocol(Integer.lowestOneBit(bits)).symbol());
        }
        return String.join("|", names);
    }
}
