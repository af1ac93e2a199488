package dev.puce.iso7816.atr;

import java.util.Optional;

/// The convention that maps levels on the I/O line to bits (ISO/IEC 7816-3:2006, 8.1).
///
/// A character has ten moments: start (always L), eight data bits, even parity. The line is H before and after
/// it.
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

    /// Returns the initial character that announces the convention: 3B or 3F.
    public int ts() {
        return ts;
    }

    /// Returns the levels of the ten moments of TS, start first, each `H` or `L`. Both conventions start with L H
    /// H L and differ after that.
    public String levels() {
        return levels;
    }

    /// Returns the convention that an initial character announces; empty for values other than 3B and 3F.
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
