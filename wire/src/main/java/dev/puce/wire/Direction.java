package dev.puce.wire;

/// Direction of a message.
public enum Direction {
    TO_DAEMON("->"),
    TO_CLIENT("<-");

    private final String arrow;

    Direction(String arrow) {
        this.arrow = arrow;
    }

    /// Returns `->` to the daemon, `<-` to the client.
    public String arrow() {
        return arrow;
    }
}
