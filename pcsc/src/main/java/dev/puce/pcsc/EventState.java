package dev.puce.pcsc;

/// State word of a reader in `SCardGetStatusChange`: flags in the low half, event counter in the high half.
///
/// @param value the number in the C API
public record EventState(int value) {
    public static final int IGNORE = 0x0001;
    public static final int CHANGED = 0x0002;
    public static final int UNKNOWN = 0x0004;
    public static final int UNAVAILABLE = 0x0008;
    public static final int EMPTY = 0x0010;
    public static final int PRESENT = 0x0020;
    public static final int ATRMATCH = 0x0040;
    public static final int EXCLUSIVE = 0x0080;
    public static final int INUSE = 0x0100;
    public static final int MUTE = 0x0200;
    public static final int UNPOWERED = 0x0400;

    /// Nothing is known: `SCARD_STATE_UNAWARE`.
    public static final EventState UNAWARE = new EventState(0);

    /// Whether all the given flags are set.
    public boolean has(int flags) {
        return (value & flags) == flags;
    }

    /// Number of card insertions and removals, 0 to 65535.
    public int eventCount() {
        return value >>> 16;
    }

    /// Names in C joined by `|`, then the event counter: `SCARD_STATE_CHANGED|SCARD_STATE_PRESENT (1)`.
    @Override
    public String toString() {
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
