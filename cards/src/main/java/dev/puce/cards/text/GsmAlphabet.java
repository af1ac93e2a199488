package dev.puce.cards.text;

import dev.puce.iso7816.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The GSM default alphabet with one byte per character, used by SIM cards for names and messages (3GPP TS 23.038,
/// 6.2.1). The euro sign and some brackets take two bytes, the first of which is 1B. The functions are stateless
/// and thread-safe.
public final class GsmAlphabet {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final int ESCAPE = 0x1B;
    private static final String EXTENSION = "\f^{}\\[~]|€";
    private static final Bytes EXTENSION_CODES = Bytes.hex("0A 14 28 29 2F 3C 3D 3E 40 65");

    private GsmAlphabet() {}

    /// Encodes text in the GSM alphabet.
    ///
    /// @return empty if the alphabet lacks a character
    public static Optional<Bytes> encode(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int basic = BASIC.indexOf(text.charAt(i));
            int extension = EXTENSION.indexOf(text.charAt(i));
            if (extension >= 0) {
                bytes.write(ESCAPE);
                bytes.write(EXTENSION_CODES.get(extension));
            } else if (basic >= 0 && basic != ESCAPE) {
                bytes.write(basic);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(Bytes.of(bytes.toByteArray()));
    }

    /// Decodes bytes in the GSM alphabet. Padding (FF) ends the text. Undefined codes become the replacement
    /// character.
    public static String decode(Bytes bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.length() && bytes.get(i) != 0xFF; i++) {
            int code = bytes.get(i);
            if (code == ESCAPE && i + 1 < bytes.length()) {
                i++;
                int extension = EXTENSION_CODES.indexOf(bytes.slice(i, i + 1));
                text.append(extension >= 0 ? EXTENSION.charAt(extension) : '\uFFFD');
            } else {
                text.append(code < BASIC.length() && code != ESCAPE ? BASIC.charAt(code) : '\uFFFD');
            }
        }
        return text.toString();
    }
}
