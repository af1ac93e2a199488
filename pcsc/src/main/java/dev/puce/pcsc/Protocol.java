package dev.puce.pcsc;

/// The transmission protocol in use between reader and card.
///
/// Values that the API does not define are kept.
///
/// @param value the number in the C API
public record Protocol(int value) {
    /// `SCARD_PROTOCOL_UNDEFINED`
    public static final Protocol UNDEFINED = new Protocol(0);

    /// `SCARD_PROTOCOL_T0`
    public static final Protocol T0 = new Protocol(1);

    /// `SCARD_PROTOCOL_T1`
    public static final Protocol T1 = new Protocol(2);

    /// `SCARD_PROTOCOL_RAW`
    public static final Protocol RAW = new Protocol(4);

    /// `SCARD_PROTOCOL_T15`
    public static final Protocol T15 = new Protocol(8);

    /// The source of the call does not show the value.
    public static final Protocol UNKNOWN = new Protocol(Unknown.VALUE);

    /// The name in C, or the number in hex where there is none.
    public String symbol() {
        return switch (value) {
            case 0 -> "SCARD_PROTOCOL_UNDEFINED";
            case 1 -> "SCARD_PROTOCOL_T0";
            case 2 -> "SCARD_PROTOCOL_T1";
            case 4 -> "SCARD_PROTOCOL_RAW";
            case 8 -> "SCARD_PROTOCOL_T15";
            case Unknown.VALUE -> Unknown.TEXT;
            default -> "0x%08X".formatted(value);
        };
    }

    @Override
    public String toString() {
        return symbol();
    }
}
