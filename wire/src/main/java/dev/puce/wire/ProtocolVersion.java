package dev.puce.wire;

import java.util.Comparator;

/// A version of pcsc-lite's protocol, and what is different in it.
///
/// @param major 4 in every release that matters
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

    /// What both sides speak after the client has asked for one version and the daemon has answered, without an
    /// error, with its own: the older one. The answer itself does not say so.
    public static ProtocolVersion negotiated(ProtocolVersion client, ProtocolVersion daemon) {
        return client.compareTo(daemon) <= 0 ? client : daemon;
    }

    /// Whether WAIT and STOP carry a body of 8 bytes (up to 4.3).
    public boolean waitHasBody() {
        return compareTo(V4_4) < 0;
    }

    /// Whether WAIT is answered with the states of all readers (4.4 and 4.5). Otherwise it is not answered.
    public boolean waitAnswersStates() {
        return compareTo(V4_4) >= 0 && compareTo(V4_6) < 0;
    }

    /// Whether GET_READER_EVENTS exists (from 4.5).
    public boolean hasReaderEvents() {
        return compareTo(V4_5) >= 0;
    }

    /// Whether the states of the readers come as SIZE and ARRAY, any number of them (from 4.6).
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
