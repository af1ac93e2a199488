package dev.puce.trace.file;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.ProblemListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A stream whose first bytes can be looked at before they are read.
final class PeekedInput extends InputStream {
    /// Most bytes that can be looked at.
    static final int MAX_PEEKED = 1 << 16;

    private final InputStream in;
    private final byte[] first = new byte[MAX_PEEKED];
    private int limit;
    private int position;

    PeekedInput(InputStream in) {
        this.in = in;
    }

    /// The content of a file: decompressed if it is in gzip format, UTF-16 as UTF-8, without byte order mark. UTF-16
    /// without that mark is recognised by the NUL in each of the first characters.
    ///
    /// @param problems learns that gzip data is damaged
    /// @throws IOException if the stream cannot be read
    static PeekedInput decoded(InputStream stream, ProblemListener problems) throws IOException {
        var raw = new PeekedInput(stream);
        raw.peekAtLeast(4);
        if (raw.startsWith(0x1F, 0x8B)) {
            raw = new PeekedInput(new GunzippedInput(raw, problems));
            raw.peekAtLeast(4);
        }
        if (raw.startsWith(0xFF, 0xFE)) {
            return raw.transcoded(StandardCharsets.UTF_16LE, 2);
        }
        if (raw.startsWith(0xFE, 0xFF)) {
            return raw.transcoded(StandardCharsets.UTF_16BE, 2);
        }
        if (raw.hasNulAtEach(1)) {
            return raw.transcoded(StandardCharsets.UTF_16LE, 0);
        }
        if (raw.hasNulAtEach(0)) {
            return raw.transcoded(StandardCharsets.UTF_16BE, 0);
        }
        raw.position = raw.startsWith(0xEF, 0xBB, 0xBF) ? 3 : 0;
        return raw;
    }

    /// Whether the first two characters are UTF-16 of ASCII, with the NUL at odd or even positions.
    private boolean hasNulAtEach(int odd) {
        return limit >= 4 && first[odd] == 0 && first[odd + 2] == 0 && isText(first[1 - odd]) && isText(first[3 - odd]);
    }

    private static boolean isText(byte b) {
        return b >= '\t' && b < 0x7F;
    }

    private PeekedInput transcoded(Charset charset, int start) {
        position = start;
        return new PeekedInput(new TranscodedInput(this, charset));
    }

    private boolean startsWith(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= limit || (first[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private void peekAtLeast(int count) throws IOException {
        while (limit < count && peekMore()) {
            // peekMore has read some
        }
    }

    /// Reads on, as far as it can be looked at.
    ///
    /// @return whether more may follow that can be looked at
    boolean peekMore() throws IOException {
        int count = limit == first.length ? -1 : in.read(first, limit, first.length - limit);
        limit += Math.max(count, 0);
        return count >= 0 && limit < first.length;
    }

    /// The first bytes, as far as they were looked at.
    Bytes peeked() {
        return Bytes.copyOf(first, position, limit - position);
    }

    @Override
    public int read() throws IOException {
        return position < limit ? first[position++] & 0xFF : in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit) {
            return in.read(target, offset, length);
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(first, position, target, offset, count);
        position += count;
        return count;
    }

    /// Bytes that can be read or looked at without waiting.
    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
