package dev.puce.pcsc;

/// The state word of a reader in `SCardGetStatusChange`: flags in the low half, event counter in the high half.
///
/// @param value the number in the C API
public record EventState(int value) {
    /// The query asks to ignore this reader.
    public static final int IGNORE = 0x0001;

    /// The state differs from the state in the query.
    public static final int CHANGED = 0x0002;

    /// No reader has that name.
    public static final int UNKNOWN = 0x0004;

    /// The reader is unusable: it is being unplugged, or it failed.
    public static final int UNAVAILABLE = 0x0008;

    /// No card is in the reader.
    public static final int EMPTY = 0x0010;

    /// A card is in the reader; it may be mute.
    public static final int PRESENT = 0x0020;

    /// The card is of a requested kind; only `SCardLocateCards` of Windows sets this.
    public static final int ATRMATCH = 0x0040;

    /// A connection holds the card exclusively.
    public static final int EXCLUSIVE = 0x0080;

    /// At least one connection shares the card.
    public static final int INUSE = 0x0100;

    /// The card does not answer to a reset.
    public static final int MUTE = 0x0200;

    /// The card has no power.
    public static final int UNPOWERED = 0x0400;

    /// The state is unknown: `SCARD_STATE_UNAWARE`.
    public static final EventState UNAWARE = new EventState(0);

    /// The source of the call does not show the state.
    public static final EventState UNKNOWN_STATE = new EventState(Unknown.VALUE);

    /// Whether all the given flags are set.
    public boolean has(int flags) {
        return value != Unknown.VALUE && (value & flags) == flags;
    }

    /// Returns the number of card insertions and removals, 0 to 65535.
    public int eventCount() {
        return value == Unknown.VALUE ? 0 : value >>> 16;
    }

    /// Returns the names in C joined by `|`, then the event counter: `SCARD_STATE_CHANGED|SCARD_STATE_PRESENT
    /// (1)`.
    @Override
    public String toString() {
        if (value == Unknown.VALUE) {
            return Unknown.TEXT;
        }
        var flags = new Flags("SCARD_STATE_");
        flags.add(value, IGNORE, "IGNORE");
        flags.add(value, CHANGED, "CHANGED");
        flags.add(value, UNKNOWN, "UNKNOWN");
        flags.add(value, UNAVAILABLE, "UNAVAILABLE");
        flags.add(value, EMPTY, "EMPTY");
        flags.add(value, PRESENT, "PRESENT");
        flags.add(value, ATRMATCH, "ATRMATCH");
        flags.add(value, EXCLUSIVE, "EXCLUSIVE");
        flags.add(value, INUSE, "INUSE");
        flags.add(value, MUTE, "MUTE");
        flags.add(value, UNPOWERED, "UNPOWERED");
        return flags.finish(value & 0xFFFF, "UNAWARE") + (eventCount() == 0 ? "" : " (" + eventCount() + ")");
    }
}
