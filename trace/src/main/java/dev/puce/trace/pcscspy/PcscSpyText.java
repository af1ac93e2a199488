package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Printable;
import dev.puce.trace.TextBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A value of a log byte by byte, as pcsc-spy prints it, except for control characters: programs choose the reader
/// names that they ask for.
final class PcscSpyText {
    private PcscSpyText() {}

    static void append(TextBuffer out, LogText text) {
        if (isPlain(text)) {
            out.append(text.buffer(), text.from(), text.to());
        } else {
            var charset = charset(text);
            var whole = new String(text.buffer(), text.from(), text.length(), charset);
            out.append(Printable.of(whole).getBytes(charset));
        }
    }

    private static boolean isPlain(LogText text) {
        byte[] buffer = text.buffer();
        for (int i = text.from(); i < text.to(); i++) {
            if (buffer[i] < ' ' || buffer[i] == 0x7F) { // bytes from 0x80 on are negative
                return false;
            }
        }
        return true;
    }

    /// UTF-8, or what has a character for each byte, so that damaged text stays as it is.
    private static Charset charset(LogText text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.buffer(), text.from(), text.length()));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException _) {
            return StandardCharsets.ISO_8859_1;
        }
    }
}
