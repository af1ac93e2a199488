package dev.puce.pcsc;

/// The sharing mode of a connection to a reader.
///
/// Values that the API does not define are kept.
///
/// @param value the number in the C API
public record ShareMode(int value) {
    /// `SCARD_SHARE_EXCLUSIVE`
    public static final ShareMode EXCLUSIVE = new ShareMode(1);

    /// `SCARD_SHARE_SHARED`
    public static final ShareMode SHARED = new ShareMode(2);

    /// `SCARD_SHARE_DIRECT`
    public static final ShareMode DIRECT = new ShareMode(3);

    /// The source of the call does not show the value.
    public static final ShareMode UNKNOWN = new ShareMode(Unknown.VALUE);

    /// The name in C, or the number in hex where there is none.
    public String symbol() {
        return switch (value) {
            case 1 -> "SCARD_SHARE_EXCLUSIVE";
            case 2 -> "SCARD_SHARE_SHARED";
            case 3 -> "SCARD_SHARE_DIRECT";
            case Unknown.VALUE -> Unknown.TEXT;
            default -> "0x%08X".formatted(value);
        };
    }

    @Override
    public String toString() {
        return symbol();
    }
}
