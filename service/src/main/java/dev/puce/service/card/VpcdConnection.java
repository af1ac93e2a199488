package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/// A TCP connection between a reader and a card of the vsmartcard project (vpcd and vpicc). A frame has a 16-bit
/// big-endian length and as many bytes. Not thread-safe.
///
/// vpcd 3.3 writes length and content with two `send` calls and does not disable Nagle's algorithm. Its kernel
/// holds the content back until ours acknowledges the length, which Linux delays by 40 ms. This class requests
/// immediate acknowledgements before every read, because the kernel resets the option. That removes the delay.
final class VpcdConnection implements Closeable {
    /// Maximum number of bytes per frame.
    static final int MAX_CONTENT = 0xFFFF;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean supportsQuickAck;
    private final byte[] received = new byte[2 + MAX_CONTENT];
    private int start;
    private int end;

    /// Makes a connection.
    ///
    /// @param socket a connected socket, which the connection owns
    VpcdConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.supportsQuickAck = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /// Limits the wait for the peer per read; zero means no limit.
    void setReadTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout((int) timeout.toMillis());
    }

    /// Reads a frame.
    ///
    /// @return its content, 0 to 65535 bytes
    /// @throws EOFException if the peer has closed the connection
    Bytes read() throws IOException {
        fill(2);
        int length = ((received[start] & 0xFF) << 8) | (received[start + 1] & 0xFF);
        fill(2 + length);
        Bytes content = Bytes.copyOf(received, start + 2, length);
        start += 2 + length;
        return content;
    }

    private void fill(int count) throws IOException {
        if (end - start < count && start > 0) {
            System.arraycopy(received, start, received, 0, end - start);
            end -= start;
            start = 0;
        }
        while (end - start < count) {
            if (supportsQuickAck) {
                socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            }
            int read = in.read(received, end, received.length - end);
            if (read < 0) {
                throw new EOFException("the peer closed the connection");
            }
            end += read;
        }
    }

    /// Sends a frame with a single write.
    ///
    /// @throws IllegalArgumentException if the content has more than 65535 bytes
    void write(Bytes content) throws IOException {
        int length = content.length();
        if (length > MAX_CONTENT) {
            throw new IllegalArgumentException("the content has " + length + " bytes, but a vpcd frame at most 65535");
        }
        var frame = new byte[2 + length];
        frame[0] = (byte) (length >> 8);
        frame[1] = (byte) length;
        content.copyTo(frame, 2);
        out.write(frame);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
