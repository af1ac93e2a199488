package dev.puce.trace.recording;

import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Reads values that a recording names by their symbol, or by their number in hex where they have none.
///
/// Every symbol that a value prints is learnt by asking the values themselves, so there is no second table.
final class Symbols {
    private static final Values<Scope> SCOPES = Values.learn(4, Scope::new, Scope::symbol);
    private static final Values<ShareMode> SHARE_MODES = Values.learn(4, ShareMode::new, ShareMode::symbol);
    private static final Values<Disposition> DISPOSITIONS = Values.learn(4, Disposition::new, Disposition::symbol);
    private static final Values<Protocol> PROTOCOLS = Values.learn(17, Protocol::new, Protocol::symbol);

    private final Map<String, ReturnCode> codes = new HashMap<>();
    private final Map<String, Protocols> protocolSets = new HashMap<>();

    /// The values of a type by their symbols.
    ///
    /// @param of makes one of a number
    private record Values<T>(Map<String, T> bySymbol, IntFunction<T> of) {
        /// Asks the values from 0 on for their symbols.
        static <T> Values<T> learn(int count, IntFunction<T> of, Function<T, String> symbol) {
            var values = new HashMap<String, T>();
            for (int number = 0; number < count; number++) {
                var value = of.apply(number);
                values.put(symbol.apply(value), value);
            }
            return new Values<>(values, of);
        }

        T get(String symbol) {
            var known = bySymbol.get(symbol);
            return known != null ? known : of.apply((int) HexNumber.parse(symbol));
        }
    }

    Scope scope(String symbol) {
        return SCOPES.get(symbol);
    }

    ShareMode shareMode(String symbol) {
        return SHARE_MODES.get(symbol);
    }

    Disposition disposition(String symbol) {
        return DISPOSITIONS.get(symbol);
    }

    Protocol protocol(String symbol) {
        return PROTOCOLS.get(symbol);
    }

    Protocols protocols(String symbols) {
        var known = protocolSets.get(symbols);
        if (known != null) {
            return known;
        }
        int mask = 0;
        for (String symbol : symbols.split("\\|", -1)) {
            mask |= protocol(symbol).value();
        }
        var set = new Protocols(mask);
        if (protocolSets.size() < 64) {
            protocolSets.put(symbols, set);
        }
        return set;
    }

    ReturnCode code(String symbol) {
        var known = codes.get(symbol);
        if (known != null) {
            return known;
        }
        var code = ReturnCode.of(symbol).orElseGet(() -> new ReturnCode((int) HexNumber.parse(symbol)));
        if (codes.size() < 256) {
            codes.put(symbol, code);
        }
        return code;
    }
}
