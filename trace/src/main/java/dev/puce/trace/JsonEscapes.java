package dev.puce.trace;

import dev.puce.iso7816.Printable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/// Escapes in JSON all characters that a terminal obeys, as [Printable] does in text: C1 control characters and
/// characters that reorder a line. JSON itself escapes C0 alone.
public final class JsonEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final JsonEscapes ESCAPES = new JsonEscapes();

    private final int[] ascii = standardAsciiEscapesForJSON();

    private JsonEscapes() {
        ascii[0x7F] = ESCAPE_STANDARD;
    }

    /// Starts a factory whose generators escape these characters. Every JSON writer of puce uses it.
    public static JsonFactoryBuilder factory() {
        return JsonFactory.builder().characterEscapes(ESCAPES);
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
        return Printable.isControl(character) ? new SerializedString("\\u%04X".formatted(character)) : null;
    }
}
