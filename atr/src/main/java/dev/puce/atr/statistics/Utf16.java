package dev.puce.atr.statistics;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/// Reads lists in UTF-16 with a byte order mark, as written by PowerShell and spreadsheets on Windows. Not
/// thread-safe.
public final class Utf16 {
    private Utf16() {}

    /// Returns whether UTF-16 text can start with these two bytes.
    static boolean isMark(int first, int second) {
        return mayBeMark(first) && first + second == 0xFE + 0xFF;
    }

    /// Avoids waiting for a second byte, perhaps from a terminal, if the first byte is sufficient.
    private static boolean mayBeMark(int first) {
        return first == 0xFE || first == 0xFF;
    }

    /// Returns the bytes of the stream unchanged. If the stream starts with the UTF-16 mark, returns its
    /// characters in ASCII instead, with `?` for other characters, which an ATR never contains.
    ///
    /// @throws IOException if reading the stream fails
    public static InputStream inAscii(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in);
        buffered.mark(2);
        int first = buffered.read();
        boolean isUtf16 = mayBeMark(first) && isMark(first, buffered.read());
        buffered.reset();
        return isUtf16 ? new AsciiStream(new InputStreamReader(buffered, StandardCharsets.UTF_16)) : buffered;
    }

    private static final class AsciiStream extends InputStream {
        private final Reader characters;
        private char[] read = new char[0];

        AsciiStream(Reader characters) {
            this.characters = characters;
        }

        @Override
        public int read() throws IOException {
            int character = characters.read();
            return character < 0x80 ? character : '?';
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (read.length < length) {
                read = new char[length];
            }
            int count = characters.read(read, 0, length);
            for (int i = 0; i < count; i++) {
                bytes[from + i] = (byte) (read[i] < 0x80 ? read[i] : '?');
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            characters.close();
        }
    }
}
