package dev.puce.atr.statistics;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/// Lists in UTF-16, as PowerShell and spreadsheets on Windows write them: with a byte order mark. For one thread.
public final class Utf16 {
    private Utf16() {}

    /// Whether text in UTF-16 begins with these two bytes.
    static boolean isMark(int first, int second) {
        return mayBeMark(first) && first + second == 0xFE + 0xFF;
    }

    /// Nobody waits for a second byte, perhaps of a terminal, after a first that decides it.
    private static boolean mayBeMark(int first) {
        return first == 0xFE || first == 0xFF;
    }

    /// The bytes of the stream as they are or, if it begins with the mark of UTF-16, its characters in ASCII: `?` for
    /// those that have no place there, which is for all of a list that means anything.
    ///
    /// @throws IOException if the stream cannot be read
    public static InputStream inAscii(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in);
        buffered.mark(2);
        int first = buffered.read();
        boolean isUtf16 = mayBeMark(first) && isMark(first, buffered.read());
        buffered.reset();
        return isUtf16 ? new Narrowed(new InputStreamReader(buffered, StandardCharsets.UTF_16)) : buffered;
    }

    private static final class Narrowed extends InputStream {
        private final Reader characters;
        private char[] read = new char[0];

        Narrowed(Reader characters) {
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
