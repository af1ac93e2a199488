package dev.puce.trace.source;

import java.nio.charset.StandardCharsets;

/// Removes the escape sequences of terminals (ECMA-48: `ESC [ parameters letter`), with which logs are coloured.
final class EscapeSequences {
    private static final int ESCAPE = 0x1B;

    private EscapeSequences() {}

    static String strip(String line) {
        if (line.indexOf(ESCAPE) < 0) {
            return line;
        }
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, 0, strip(bytes, 0, bytes.length), StandardCharsets.UTF_8);
    }

    /// Removes the sequences from the bytes from `from` to `to`, in place.
    ///
    /// @return the new end
    static int strip(byte[] line, int from, int to) {
        int at = from;
        while (at < to && line[at] != ESCAPE) {
            at++;
        }
        int end = at;
        while (at < to) {
            if (line[at] == ESCAPE && at + 1 < to && line[at + 1] == '[') {
                at += 2;
                while (at < to && line[at] >= 0x20 && line[at] < 0x40) {
                    at++;
                }
                at++; // the final byte
            } else {
                line[end++] = line[at++];
            }
        }
        return end;
    }
}
