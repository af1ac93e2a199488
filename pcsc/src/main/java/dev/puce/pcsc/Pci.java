package dev.puce.pcsc;

/// Protocol control information, `SCARD_IO_REQUEST`.
///
/// @param protocol the protocol
/// @param length   length of the structure in bytes, as given by the caller
public record Pci(Protocol protocol, long length) {
    /// The source of the call does not show it.
    public static final Pci UNKNOWN = new Pci(Protocol.UNKNOWN, 0);

    private static final Pci T0 = new Pci(Protocol.T0, 16);
    private static final Pci T1 = new Pci(Protocol.T1, 16);

    /// Returns the values of `SCARD_PCI_T0`, `SCARD_PCI_T1` and `SCARD_PCI_RAW` of 64-bit pcsc-lite: the
    /// protocol, and 16 bytes. Backends of other platforms replace the length by their own.
    public static Pci of(Protocol protocol) {
        return switch (protocol.value()) {
            case 1 -> T0;
            case 2 -> T1;
            default -> new Pci(protocol, 16);
        };
    }
}
