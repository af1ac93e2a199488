package dev.puce.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A TCP port of the loopback address that refuses connections. It stays bound, so that no other process can listen
/// there meanwhile.
public final class ClosedPort implements AutoCloseable {
    private final Socket socket = new Socket();

    /// Takes a free port.
    public ClosedPort() throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /// Returns the address to connect to.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
