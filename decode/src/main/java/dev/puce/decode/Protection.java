package dev.puce.decode;

/// Secure messaging of a command.
public enum Protection {
    /// The data are plain.
    NONE,
    /// Data objects of ISO/IEC 7816-4, clause 10.
    ISO,
    /// GlobalPlatform's secure channel: a MAC follows the data, which may be encrypted.
    GLOBALPLATFORM,
    /// Another format, such as the one of EMV scripts.
    PROPRIETARY
}
