package dev.puce.smartcardio;

import dev.puce.cards.ConnectOptions;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.pcsc.Protocol;
import java.util.Locale;

/// Argument of `CardTerminal.connect`: a protocol, `*` or `DIRECT`. The prefix `EXCLUSIVE;` requests exclusive
/// use, as in jnasmartcardio. The prefix `RAW;` requests a connection without follow-up commands.
///
/// @param name      the protocol in upper case, without prefixes
/// @param exclusive whether the prefix `EXCLUSIVE;` is present
/// @param raw       whether the prefix `RAW;` is present
record ConnectProtocol(String name, boolean exclusive, boolean raw) {
    private static final String EXCLUSIVE = "EXCLUSIVE;";
    private static final String RAW = "RAW;";

    /// Parses the argument.
    ///
    /// @throws IllegalArgumentException if it has another form
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
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a protocol: use *, T=0, T=1, T=CL or DIRECT,"
                                + " optionally with the prefix EXCLUSIVE or RAW and a semicolon");
        };
    }

    /// Returns whether a connection with the given protocol satisfies the request.
    boolean accepts(String protocol) {
        return name.equals("*") || name.equals(protocol);
    }

    boolean isDirect() {
        return name.equals("DIRECT");
    }

    ConnectOptions options(TransmitPolicy policy) {
        ConnectOptions any = exclusive ? ConnectOptions.exclusive() : ConnectOptions.shared();
        ConnectOptions chosen = switch (name) {
            case "T=0" -> any.protocols(Protocol.T0);
            // contactless cards appear as T=1 in PC/SC (part 3, 3.1.3)
            case "T=1", "T=CL" -> any.protocols(Protocol.T1);
            case "DIRECT" -> ConnectOptions.direct();
            default -> any;
        };
        return chosen.policy(raw ? TransmitPolicy.RAW : policy);
    }
}
