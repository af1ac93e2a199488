package dev.puce.trace.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A character as HTML writes it: `&gt;` is `>`. The character is never longer than its entity.
final class HtmlEntity {
    private static final List<HtmlEntity> ALL = List.of(
            new HtmlEntity("&gt;", ">"),
            new HtmlEntity("&lt;", "<"),
            new HtmlEntity("&quot;", "\""),
            new HtmlEntity("&#34;", "\""),
            new HtmlEntity("&#39;", "'"),
            new HtmlEntity("&#x27;", "'"),
            new HtmlEntity("&amp;", "&"),
            new HtmlEntity("&nbsp;", " "),
            new HtmlEntity("&rarr;", "\u2192"),
            new HtmlEntity("&larr;", "\u2190"));

    private final byte[] name;
    private final byte[] character;

    private HtmlEntity(String name, String character) {
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.character = character.getBytes(StandardCharsets.UTF_8);
    }

    /// The entity at a position of a line that ends at `to`.
    static Optional<HtmlEntity> at(byte[] line, int from, int to) {
        return ALL.stream().filter(entity -> entity.isAt(line, from, to)).findFirst();
    }

    private boolean isAt(byte[] line, int from, int to) {
        int end = from + name.length;
        return end <= to && Arrays.equals(line, from, end, name, 0, name.length);
    }

    /// Length of the entity in bytes.
    int length() {
        return name.length;
    }

    /// Writes the character at a position of a line.
    ///
    /// @return the position behind it
    int write(byte[] line, int at) {
        System.arraycopy(character, 0, line, at, character.length);
        return at + character.length;
    }
}
