package dev.puce.pcsc;

/// The state word of a card in `SCardStatus` of pcsc-lite: flags in the low half, event counter in the high half.
///
/// @param value the number in the C API
public record CardState(int value) {
    /// The state of the card is unknown.
    public static final int UNKNOWN = 0x0001;

    /// No card is in the reader.
    public static final int ABSENT = 0x0002;

    /// A card is in the reader.
    public static final int PRESENT = 0x0004;

    /// The card is in position but has no power.
    public static final int SWALLOWED = 0x0008;

    /// The card has power; its protocol may not be chosen yet.
    public static final int POWERED = 0x0010;

    /// The card was reset and waits for a choice of protocol.
    public static final int NEGOTIABLE = 0x0020;

    /// The protocol is chosen, or the card supports only one.
    public static final int SPECIFIC = 0x0040;

    /// The source of the call does not show the state.
    public static final CardState UNKNOWN_STATE = new CardState(Unknown.VALUE);

    /// Whether all the given flags are set.
    public boolean has(int flags) {
        return value != Unknown.VALUE && (value & flags) == flags;
    }

    /// Returns the number of card insertions and removals, 0 to 65535.
    public int eventCount() {
        return value == Unknown.VALUE ? 0 : value >>> 16;
    }

    /// Returns the names in C joined by `|`, then the event counter.
    @Override
    public String toString() {
        if (value == Unknown.VALUE) {
            return Unknown.TEXT;
        }
        var flags = new Flags("SCARD_");
        flags.add(value, UNKNOWN, "UNKNOWN");
        flags.add(value, ABSENT, "ABSENT");
        flags.add(value, PRESENT, "PRESENT");
        flags.add(value, SWALLOWED, "SWALLOWED");
        flags.add(value, POWERED, "POWERED");
        flags.add(value, NEGOTIABLE, "NEGOTIABLE");
        flags.add(value, SPECIFIC, "SPECIFIC");
        return flags.finish(value & 0xFFFF, "0") + (eventCount() == 0 ? "" : " (" + eventCount() + ")");
    }
}
