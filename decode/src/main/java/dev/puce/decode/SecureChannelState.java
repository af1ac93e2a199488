package dev.puce.decode;

/// The secure channel of GlobalPlatform that EXTERNAL AUTHENTICATE opened.
///
/// @param level     security level; -1 if there is no channel
/// @param macLength bytes of a MAC, 8 or 16
record SecureChannelState(int level, int macLength) {
    static final SecureChannelState NONE = new SecureChannelState(-1, 8);

    boolean isOpen() {
        return level >= 0;
    }

    /// Whether command data are encrypted.
    boolean encryptsCommands() {
        return isOpen() && (level & 0x02) != 0;
    }

    /// Whether responses end with a MAC.
    boolean signsResponses() {
        return isOpen() && (level & 0x10) != 0;
    }

    /// Whether response data are encrypted.
    boolean encryptsResponses() {
        return isOpen() && (level & 0x20) != 0;
    }
}
