package dev.puce.pcsc;

/// An attribute of SCardGetAttrib and SCardSetAttrib.
///
/// @param value the number in the C API
public record Attribute(int value) {
    /// The number in hex.
    @Override
    public String toString() {
        return "0x%08X".formatted(value);
    }
}
