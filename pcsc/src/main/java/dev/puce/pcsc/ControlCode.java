package dev.puce.pcsc;

/// A control code of SCardControl, as the platform numbers it.
///
/// @param value the number in the C API
public record ControlCode(int value) {
    /// The number in hex.
    @Override
    public String toString() {
        return "0x%08X".formatted(value);
    }
}
