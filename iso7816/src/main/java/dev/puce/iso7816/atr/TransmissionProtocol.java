package dev.puce.iso7816.atr;

/// The T of a TD (ISO/IEC 7816-3:2006, 8.2.3).
///
/// @param t 0 to 15
public record TransmissionProtocol(int t) {
    /// Half-duplex transmission of characters.
    public static final TransmissionProtocol T0 = new TransmissionProtocol(0);
    /// Half-duplex transmission of blocks.
    public static final TransmissionProtocol T1 = new TransmissionProtocol(1);

    public TransmissionProtocol {
        if (t < 0 || t > 15) {
            throw new IllegalArgumentException("T is " + t + ", outside 0 to 15");
        }
    }

    /// Returns the meaning of the type in the standard.
    public String meaning() {
        return switch (t) {
            case 0 -> "half-duplex transmission of characters";
            case 1 -> "half-duplex transmission of blocks";
            case 2, 3 -> "reserved for full-duplex operations";
            case 4 -> "reserved for an enhanced half-duplex transmission of characters";
            case 14 -> "protocols not standardized by ISO";
            case 15 -> "not a protocol: global interface bytes follow";
            default -> "reserved for future use";
        };
    }

    /// Returns whether it is a protocol: T=15 only announces global interface bytes.
    public boolean isProtocol() {
        return t != 15;
    }

    /// `T=1`.
    @Override
    public String toString() {
        return "T=" + t;
    }
}
