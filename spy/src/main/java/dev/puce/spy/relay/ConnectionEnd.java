package dev.puce.spy.relay;

/// What happened at the end of a connection. More than one may be told of a connection: a client that stops sending
/// first, for example, and closes later. The last one has [#isLast()].
public enum ConnectionEnd {
    /// The client said that it will send no more, and still listens.
    CLIENT_STOPPED_SENDING("the program stopped sending, and still listens"),

    /// The client closed its side or died. That is how every connection ends that nobody disturbs.
    CLIENT_CLOSED("the program closed its connection"),

    /// The daemon closed its side or died; the client saw the end of the stream.
    DAEMON_CLOSED("the daemon closed the connection"),

    /// The daemon closed its side without having read the first thing that the client had sent; the client saw
    /// a reset.
    DAEMON_RESET("the daemon closed the connection without having read all that was sent"),

    /// The same, later: the client saw the end of the stream, because what it had sent was received by the
    /// relay.
    DAEMON_RESET_LATE("the daemon closed the connection without having read all that was sent"),

    /// No connection to the daemon could be made for this client.
    DAEMON_UNREACHABLE("the daemon could not be reached"),

    /// The client is not allowed to use this relay.
    REFUSED("refused by puce"),

    /// The relay itself was stopped.
    RELAY_STOPPED("puce stopped while the connection was open"),

    /// The relay failed.
    RELAY_FAILED("puce failed to relay it; this is a bug");

    private final String text;

    ConnectionEnd(String text) {
        this.text = text;
    }

    /// Whether nothing more will be told about the connection.
    public boolean isLast() {
        return this != CLIENT_STOPPED_SENDING;
    }

    /// Whether the daemon ended it.
    public boolean isDaemons() {
        return this == DAEMON_CLOSED || this == DAEMON_RESET || this == DAEMON_RESET_LATE;
    }

    /// Whether neither the client nor the daemon ended it.
    public boolean isOurs() {
        return this == DAEMON_UNREACHABLE || this == RELAY_STOPPED || this == RELAY_FAILED;
    }

    /// What happened, in words.
    public String text() {
        return text;
    }
}
