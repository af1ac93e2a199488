package dev.puce.pcsc;

/// The action on the card when a connection or transaction ends, or before a reconnection.
///
/// Values that the API does not define are kept.
///
/// @param value the number in the C API
public record Disposition(int value) {
    /// `SCARD_LEAVE_CARD`
    public static final Disposition LEAVE = new Disposition(0);

    /// `SCARD_RESET_CARD`
    public static final Disposition RESET = new Disposition(1);

    /// `SCARD_UNPOWER_CARD`
    public static final Disposition UNPOWER = new Disposition(2);

    /// `SCARD_EJECT_CARD`
    public static final Disposition EJECT = new Disposition(3);

    /// The source of the call does not show the value.
    public static final Disposition UNKNOWN = new Disposition(Unknown.VALUE);

    /// The name in C, or the number in hex where there is none.
    public String symbol() {
        return switch (value) {
            case 0 -> "SCARD_LEAVE_CARD";
            case 1 -> "SCARD_RESET_CARD";
            case 2 -> "SCARD_UNPOWER_CARD";
            case 3 -> "SCARD_EJECT_CARD";
            case Unknown.VALUE -> Unknown.TEXT;
            default -> "0x%08X".formatted(value);
        };
    }

    @Override
    public String toString() {
        return symbol();
    }
}
