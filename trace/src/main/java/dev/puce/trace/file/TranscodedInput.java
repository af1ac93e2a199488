package dev.puce.trace.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Text in another encoding, as UTF-8. PowerShell writes logs in UTF-16.
final class TranscodedInput extends InputStream {
    private final Reader reader;
    private final char[] characters = new char[1 << 13];
    private byte[] bytes = {};
    private int position;

    TranscodedInput(InputStream in, Charset charset) {
        reader = new InputStreamReader(in, charset);
    }

    private boolean fill() throws IOException {
        if (position < bytes.length) {
            return true;
        }
        int count = reader.read(characters, 0, characters.length - 1);
        if (count < 0) {
            return false;
        }
        if (Character.isHighSurrogate(characters[count - 1])) { // its other half comes with the next character
            int low = reader.read();
            if (low >= 0) {
                characters[count++] = (char) low;
            }
        }
        bytes = new String(characters, 0, count).getBytes(StandardCharsets.UTF_8);
        position = 0;
        return true;
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        return bytes.length - position + (reader.ready() ? 1 : 0);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
