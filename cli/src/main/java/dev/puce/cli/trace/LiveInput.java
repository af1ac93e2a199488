package dev.puce.cli.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;

/// An input to which another program still writes: standard input, or a growing file. It tells when no data comes, so
/// that a view can show what it holds back.
final class LiveInput extends InputStream {
    private static final long POLL_NANOS = 50_000_000;
    private static final int POLLS_UNTIL_IDLE = 6;

    private final InputStream in;
    private final boolean grows;
    private final IdleListener idle;

    /// Is called once when no data came for 0.3 s.
    @FunctionalInterface
    interface IdleListener {
        void idle() throws IOException;
    }

    /// @param grows whether more may follow at the end, as in a file to which a program appends
    LiveInput(InputStream in, boolean grows, IdleListener idle) {
        this.in = in;
        this.grows = grows;
        this.idle = idle;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        for (int polls = 0; in.available() == 0 && polls <= POLLS_UNTIL_IDLE; polls++) {
            if (polls == POLLS_UNTIL_IDLE) {
                idle.idle();
            } else {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        int count = in.read(target, offset, length);
        while (count < 0 && grows) {
            LockSupport.parkNanos(POLL_NANOS);
            count = in.read(target, offset, length);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
