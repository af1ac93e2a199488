package dev.puce.smartcardio;

import dev.puce.cards.ConnectOptions;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.pcsc.Protocol;
import java.util.Locale;

/// What a program asks for in `CardTerminal.connect`: a protocol, `*`, or `DIRECT`, and before it `EXCLUSIVE;`,
/// which jnasmartcardio has too, or `RAW;` for a connection without follow-up commands.
///
/// @param name      the protocol as it was written, in upper case, without prefixes
/// @param exclusive whether `EXCLUSIVE;` was before it
/// @param raw       whether `RAW;` was before it
record ConnectProtocol(String name, boolean exclusive, boolean raw) {
    private static final String EXCLUSIVE = "EXCLUSIVE;";
    private static final String RAW = "RAW;";

    /// @throws IllegalArgumentException if it is nothing of these
    static ConnectProtocol parse(String text) {
        String rest = text.toUpperCase(Locale.ROOT);
        boolean exclusive = false;
        boolean raw = false;
        while (rest.startsWith(EXCLUSIVE) || rest.startsWith(RAW)) {
            exclusive |= rest.startsWith(EXCLUSIVE);
            raw |= rest.startsWith(RAW);
            rest = rest.substring(rest.indexOf(';') + 1);
        }
        return switch (rest) {
            case "*", "T=0", "T=1", "T=CL", "DIRECT" -> new ConnectProtocol(rest, exclusive, raw);
            default ->
                throw new IllegalArgumentException("\"" + text + "\" is no protocol; known are *, T=0, T=1, T=CL and"
                        + " DIRECT, with EXCLUSIVE; or RAW; before them");
        };
    }

    /// Whether a connection with another protocol will do.
    boolean fits(String protocol) {
        return name.equals("*") || name.equals(protocol);
    }

    boolean isDirect() {
        return name.equals("DIRECT");
    }

    ConnectOptions options(TransmitPolicy policy) {
        ConnectOptions any = exclusive ? ConnectOptions.exclusive() : ConnectOptions.shared();
        ConnectOptions chosen = switch (name) {
            case "T=0" -> any.protocols(Protocol.T0);
            // contactless cards speak T=1 to PC/SC (part 3, 3.1.3)
            case "T=1", "T=CL" -> any.protocols(Protocol.T1);
            case "DIRECT" -> ConnectOptions.direct();
            default -> any;
        };
        return chosen.policy(raw ? TransmitPolicy.RAW : policy);
    }
}
