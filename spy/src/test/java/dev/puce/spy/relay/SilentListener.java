package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.wire.Direction;
import java.nio.ByteBuffer;

/// Takes no notice of anything; for tests that look at one thing.
public class SilentListener implements CaptureListener {
    protected SilentListener() {}

    @Override
    public void opened(Caller caller, long nanos) {}

    @Override
    public void passed(int connection, Direction direction, long nanos, ByteBuffer bytes) {}

    @Override
    public void lost(int connection, long nanos, long bytes) {}

    @Override
    public void notUnderstood(int connection, long nanos, long bytes) {}

    @Override
    public void untold(long connections, long nanos) {}

    @Override
    public void ended(int connection, long nanos, ConnectionEnd ending, String detail) {}

    @Override
    public void caughtUp() {}
}
