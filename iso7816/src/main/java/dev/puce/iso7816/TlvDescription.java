package dev.puce.iso7816;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Formats data objects as an indented list with the names of their tags.
final class TlvDescription {
    private static final int MAX_DEPTH = 32;

    private final StringBuilder text = new StringBuilder();

    private TlvDescription() {}

    static String of(BerTlv object) {
        var description = new TlvDescription();
        description.add(object, null, 0);
        return description.text.toString();
    }

    private void add(BerTlv object, BerTag parent, int depth) {
        if (depth > 0) {
            text.append('\n').append("  ".repeat(depth));
        }
        text.append(object.tag());
        TagNames.lookUp(parent, object.tag()).ifPresent(name -> text.append(' ').append(name));
        Optional<List<BerTlv>> children = Optional.empty();
        if (object.tag().isConstructed() && depth < MAX_DEPTH) {
            children = BerTlv.tryReadAll(object.value());
        }
        if (children.isPresent()) {
            children.get().forEach(child -> add(child, object.tag(), depth + 1));
        } else if (!object.value().isEmpty()) {
            text.append(": ").append(object.value());
            readable(object.value())
                    .ifPresent(words -> text.append(" \"").append(words).append('"'));
        }
    }

    /// Returns the bytes as text if they are at least three printable ASCII characters and nothing else.
    private static Optional<String> readable(Bytes bytes) {
        if (bytes.length() < 3) {
            return Optional.empty();
        }
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.get(i) < 0x20 || bytes.get(i) > 0x7E) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.text(StandardCharsets.US_ASCII));
    }
}
