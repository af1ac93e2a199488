package dev.puce.pcsc;

/// Protocol control information, `SCARD_IO_REQUEST`.
///
/// @param protocol the protocol
/// @param length   length of the structure in bytes, as the caller stated it
public record Pci(Protocol protocol, long length) {}
