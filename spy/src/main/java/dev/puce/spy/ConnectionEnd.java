package dev.puce.spy;

/// How a connection ended. A connection may report two ends: a program that stops sending may close later.
/// The last end has [#isLast()].
public enum ConnectionEnd {
    /// The program stopped sending and still receives.
    CLIENT_STOPPED_SENDING("the program stopped sending, but still receives"),

    /// The program closed its connection, or died. This is the usual end.
    CLIENT_CLOSED("the program closed its connection"),

    /// The daemon closed the connection, or died. The program sees the end of the stream.
    DAEMON_CLOSED("the daemon closed the connection"),

    /// The daemon closed the connection before it read the program's first bytes. The program sees a reset.
    DAEMON_RESET("the daemon closed the connection without reading everything that the program sent"),

    /// The daemon closed the connection later, with bytes unread. The program sees the end of the stream, because
    /// the relay has received its bytes.
    DAEMON_RESET_LATE("the daemon closed the connection without reading everything that the program sent"),

    /// The relay could not connect to the daemon for this program.
    DAEMON_UNREACHABLE("puce could not connect to the daemon"),

    /// The relay may not serve this program.
    REFUSED("puce refused the connection"),

    /// The relay was stopped.
    RELAY_STOPPED("puce stopped while the connection was open"),

    /// The relay failed.
    RELAY_FAILED("puce failed to relay the connection; this is a bug");

    private final String text;

    ConnectionEnd(String text) {
        this.text = text;
    }

    /// Whether no other end of this connection follows.
    public boolean isLast() {
        return this != CLIENT_STOPPED_SENDING;
    }

    /// Whether the daemon ended the connection.
    public boolean isByDaemon() {
        return this == DAEMON_CLOSED || this == DAEMON_RESET || this == DAEMON_RESET_LATE;
    }

    /// Whether puce ended the connection.
    public boolean isByRelay() {
        return this == DAEMON_UNREACHABLE || this == RELAY_STOPPED || this == RELAY_FAILED;
    }

    /// The end in words.
    public String text() {
        return text;
    }
}
