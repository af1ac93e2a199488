package dev.puce.wire;

import java.util.Comparator;

/// A version of pcsc-lite's protocol and its differences from other versions.
///
/// @param major 4 in all supported releases
/// @param minor 2 (pcsc-lite 1.6.5) to 6 (2.5.0 and newer)
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
    /// pcsc-lite 1.6.5 to 1.8.8.
    public static final ProtocolVersion V4_2 = new ProtocolVersion(4, 2);
    /// pcsc-lite 1.8.9 to 1.8.23.
    public static final ProtocolVersion V4_3 = new ProtocolVersion(4, 3);
    /// pcsc-lite 1.8.24 to 2.2.3.
    public static final ProtocolVersion V4_4 = new ProtocolVersion(4, 4);
    /// pcsc-lite 2.3.0 to 2.4.1.
    public static final ProtocolVersion V4_5 = new ProtocolVersion(4, 5);
    /// pcsc-lite 2.5.0 and newer.
    public static final ProtocolVersion V4_6 = new ProtocolVersion(4, 6);

    /// Returns the negotiated version: the older of the client's proposal and the daemon's own version. The
    /// daemon's successful reply contains its own version, not the negotiated one.
    public static ProtocolVersion negotiated(ProtocolVersion client, ProtocolVersion daemon) {
        return client.compareTo(daemon) <= 0 ? client : daemon;
    }

    /// Returns whether WAIT and STOP have a body of 8 bytes (up to 4.3).
    public boolean waitHasBody() {
        return compareTo(V4_4) < 0;
    }

    /// Returns whether the daemon replies to WAIT with the states of all readers (4.4 and 4.5). In other versions
    /// it does not reply.
    public boolean waitAnswersStates() {
        return compareTo(V4_4) >= 0 && compareTo(V4_6) < 0;
    }

    /// Returns whether GET_READER_EVENTS exists (from 4.5).
    public boolean hasReaderEvents() {
        return compareTo(V4_5) >= 0;
    }

    /// Returns whether SIZE and ARRAY transmit the reader states, in any number (from 4.6).
    public boolean hasStateArray() {
        return compareTo(V4_6) >= 0;
    }

    @Override
    public int compareTo(ProtocolVersion other) {
        return Comparator.comparingInt(ProtocolVersion::major)
                .thenComparingInt(ProtocolVersion::minor)
                .compare(this, other);
    }

    /// `4.6`
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
