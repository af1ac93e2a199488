package dev.puce.iso7816.atr;

import java.util.Optional;

/// How the levels on the I/O line stand for bits (ISO/IEC 7816-3:2006, 8.1).
///
/// A character has ten moments: start (always L), eight data bits, even parity. Before and after it the line is
/// H.
public enum Convention {
    /// Level H is 1 and the least significant bit comes first: TS = 3B.
    DIRECT(0x3B, "LHHLHHHLLH"),
    /// Level L is 1 and the most significant bit comes first: TS = 3F.
    INVERSE(0x3F, "LHHLLLLLLH");

    private final int ts;
    private final String levels;

    Convention(int ts, String levels) {
        this.ts = ts;
        this.levels = levels;
    }

    /// The initial character that announces the convention: 3B or 3F.
    public int ts() {
        return ts;
    }

    /// The levels of the ten moments of TS, start first, each `H` or `L`: what makes the two conventions differ
    /// on the line although both begin with L H H L.
    public String levels() {
        return levels;
    }

    /// The convention that an initial character announces; empty for every other value than 3B and 3F.
    public static Optional<Convention> of(int ts) {
        return switch (ts) {
            case 0x3B -> Optional.of(DIRECT);
            case 0x3F -> Optional.of(INVERSE);
            default -> Optional.empty();
        };
    }

    /// `direct` or `inverse`.
    @Override
    public String toString() {
        return this == DIRECT ? "direct" : "inverse";
    }
}
