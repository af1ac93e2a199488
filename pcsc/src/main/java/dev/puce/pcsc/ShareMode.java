package dev.puce.pcsc;

/// How a connection shares its reader with others.
///
/// A value that the API does not define is kept as it is.
///
/// @param value the number in the C API
public record ShareMode(int value) {
    /// `SCARD_SHARE_EXCLUSIVE`
    public static final ShareMode EXCLUSIVE = new ShareMode(1);

    /// `SCARD_SHARE_SHARED`
    public static final ShareMode SHARED = new ShareMode(2);

    /// `SCARD_SHARE_DIRECT`
    public static final ShareMode DIRECT = new ShareMode(3);

    /// The name in C, or the number in hex where there is none.
    public String symbol() {
        return switch (value) {
            case 1 -> "SCARD_SHARE_EXCLUSIVE";
            case 2 -> "SCARD_SHARE_SHARED";
            case 3 -> "SCARD_SHARE_DIRECT";
            default -> "0x%08X".formatted(value);
        };
    }

    @Override
    public String toString() {
        return symbol();
    }
}
