package dev.puce.pcsc;

/// The scope of a context.
///
/// Values that the API does not define are kept.
///
/// @param value the number in the C API
public record Scope(int value) {
    /// `SCARD_SCOPE_USER`
    public static final Scope USER = new Scope(0);

    /// `SCARD_SCOPE_TERMINAL`
    public static final Scope TERMINAL = new Scope(1);

    /// `SCARD_SCOPE_SYSTEM`
    public static final Scope SYSTEM = new Scope(2);

    /// `SCARD_SCOPE_GLOBAL`
    public static final Scope GLOBAL = new Scope(3);

    /// The source of the call does not show the value.
    public static final Scope UNKNOWN = new Scope(Unknown.VALUE);

    /// The name in C, or the number in hex where there is none.
    public String symbol() {
        return switch (value) {
            case 0 -> "SCARD_SCOPE_USER";
            case 1 -> "SCARD_SCOPE_TERMINAL";
            case 2 -> "SCARD_SCOPE_SYSTEM";
            case 3 -> "SCARD_SCOPE_GLOBAL";
            case Unknown.VALUE -> Unknown.TEXT;
            default -> "0x%08X".formatted(value);
        };
    }

    @Override
    public String toString() {
        return symbol();
    }
}
