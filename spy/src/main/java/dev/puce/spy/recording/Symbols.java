package dev.puce.spy.recording;

import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Reads values that a recording names by their symbol, or by their number in hex where they have none.
///
/// Every symbol that a value prints is learnt by asking the values themselves, so there is no second table.
final class Symbols {
    private static final Map<String, Integer> SCOPES = learn(0, 4, value -> new Scope(value).symbol());
    private static final Map<String, Integer> SHARE_MODES = learn(0, 4, value -> new ShareMode(value).symbol());
    private static final Map<String, Integer> DISPOSITIONS = learn(0, 4, value -> new Disposition(value).symbol());
    private static final Map<String, Integer> PROTOCOLS = learn(0, 17, value -> new Protocol(value).symbol());

    private final Map<String, ReturnCode> codes = new HashMap<>();
    private final Map<String, Protocols> protocolSets = new HashMap<>();

    private static Map<String, Integer> learn(int from, int to, IntFunction<String> symbol) {
        var values = new HashMap<String, Integer>();
        for (int value = from; value < to; value++) {
            values.put(symbol.apply(value), value);
        }
        return values;
    }

    Scope scope(String symbol) {
        return new Scope(value(SCOPES, symbol));
    }

    ShareMode shareMode(String symbol) {
        return new ShareMode(value(SHARE_MODES, symbol));
    }

    Disposition disposition(String symbol) {
        return new Disposition(value(DISPOSITIONS, symbol));
    }

    Protocol protocol(String symbol) {
        return new Protocol(value(PROTOCOLS, symbol));
    }

    Protocols protocols(String symbols) {
        var known = protocolSets.get(symbols);
        if (known != null) {
            return known;
        }
        int mask = 0;
        for (String symbol : symbols.split("\\|", -1)) {
            mask |= value(PROTOCOLS, symbol);
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

    private static int value(Map<String, Integer> symbols, String symbol) {
        var value = symbols.get(symbol);
        return value != null ? value : (int) HexNumber.parse(symbol);
    }
}
