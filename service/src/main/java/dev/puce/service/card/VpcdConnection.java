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

/// A TCP connection on which a reader and a card of the vsmartcard project (vpcd and vpicc) talk: frames of a
/// 16-bit big-endian length and as many bytes. Not thread-safe.
///
/// vpcd 3.3 writes length and content with two `send`s and leaves Nagle's algorithm on, so that its kernel holds
/// the content back until ours acknowledges the length, which Linux delays by 40 ms. Asking for immediate
/// acknowledgements, before every read as the kernel forgets it, takes that down to the cost of the network.
final class VpcdConnection implements Closeable {
    /// Most bytes in a frame.
    static final int MAX_CONTENT = 0xFFFF;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final boolean canAcknowledgeAtOnce;
    private final byte[] received = new byte[2 + MAX_CONTENT];
    private int begin;
    private int end;

    /// @param socket a connected one, which the connection owns
    VpcdConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.canAcknowledgeAtOnce = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /// How long a read waits for the peer before it fails; zero waits for ever.
    void setReadTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout((int) timeout.toMillis());
    }

    /// Waits for a frame.
    ///
    /// @return its content, 0 to 65535 bytes
    /// @throws EOFException if the peer has closed the connection
    Bytes read() throws IOException {
        need(2);
        int length = ((received[begin] & 0xFF) << 8) | (received[begin + 1] & 0xFF);
        need(2 + length);
        Bytes content = Bytes.copyOf(received, begin + 2, length);
        begin += 2 + length;
        return content;
    }

    private void need(int count) throws IOException {
        if (end - begin < count && begin > 0) {
            System.arraycopy(received, begin, received, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        while (end - begin < count) {
            if (canAcknowledgeAtOnce) {
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
            throw new IllegalArgumentException("a frame of vpcd has at most 65535 bytes, and this one " + length);
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
