package dev.puce.wire;

/// Which way a message goes.
public enum Direction {
    TO_DAEMON("->"),
    TO_CLIENT("<-");

    private final String arrow;

    Direction(String arrow) {
        this.arrow = arrow;
    }

    /// `->` to the daemon, `<-` to the client.
    public String arrow() {
        return arrow;
    }
}
