package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import java.util.Optional;

/// The data object or file that a command asks for.
final class ObjectName {
    private static final int TAG_LIST = 0x5C;
    private static final int LONGEST_TAG = 4;

    private ObjectName() {}

    /// Identifier in hex.
    static Optional<String> of(Exchange exchange) {
        if (!exchange.kind().hasChannel()) {
            return exchange.kind() == ClassKind.GSM ? file(exchange) : Optional.empty();
        }
        return switch (exchange.firstShape().ins()) {
            case 0xCA, 0xCC, 0xDA -> Optional.of(tag(exchange.firstShape().p12()));
            case 0xCB, 0xDB -> list(exchange);
            default -> file(exchange);
        };
    }

    private static String tag(int p12) {
        return p12 < 0x100 ? "%02X".formatted(p12) : "%04X".formatted(p12);
    }

    private static Optional<String> list(Exchange exchange) {
        boolean readable = exchange.context().protection() != Protection.ISO;
        View tag = readable ? Tlv.find(exchange.commandData(), TAG_LIST) : View.EMPTY;
        return tag.isEmpty() || tag.length() > LONGEST_TAG ? Optional.empty() : Optional.of(tag.hex());
    }

    private static Optional<String> file(Exchange exchange) {
        return exchange.context().file().map(FileName::id).filter(id -> id >= 0).map("%04X"::formatted);
    }
}
