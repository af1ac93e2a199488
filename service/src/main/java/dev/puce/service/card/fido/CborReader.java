package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads CBOR (RFC 8949) as CTAP messages have it.
final class CborReader {
    /// CTAP allows 4 levels (CTAP 2.2, 8).
    private static final int MAX_DEPTH = 4;

    private final Bytes bytes;
    private int at;

    private CborReader(Bytes bytes) {
        this.bytes = bytes;
    }

    /// Reads one value that takes all the bytes.
    ///
    /// @throws CtapException if the bytes are not one such value
    static Cbor read(Bytes bytes) throws CtapException {
        var reader = new CborReader(bytes);
        Cbor value = reader.value(MAX_DEPTH);
        if (reader.at != bytes.length()) {
            throw new CtapException(CtapStatus.INVALID_CBOR);
        }
        return value;
    }

    /// Reads a map.
    ///
    /// @throws CtapException if the bytes are not one map
    static CborMap readMap(Bytes bytes) throws CtapException {
        if (read(bytes) instanceof CborMap map) {
            return map;
        }
        throw new CtapException(CtapStatus.UNEXPECTED_TYPE);
    }

    private Cbor value(int depth) throws CtapException {
        int first = take(1).get(0);
        long argument = argument(first & 0x1F);
        return switch (first >> 5) {
            case 0 -> new Cbor.Int(argument);
            case 1 -> new Cbor.Int(-1 - argument);
            case 2 -> new Cbor.ByteString(take(argument));
            case 3 -> new Cbor.Text(take(argument).text(StandardCharsets.UTF_8));
            case 4 -> new Cbor.Array(array(argument, depth));
            case 5 -> map(argument, depth);
            case 7 -> simple(first);
            default -> throw new CtapException(CtapStatus.INVALID_CBOR);
        };
    }

    private static Cbor simple(int code) throws CtapException {
        for (Cbor.Simple value : Cbor.Simple.values()) {
            if (value.encode().get(0) == code) {
                return value;
            }
        }
        throw new CtapException(CtapStatus.INVALID_CBOR);
    }

    private List<Cbor> array(long count, int depth) throws CtapException {
        requireItems(count, depth);
        var values = new ArrayList<Cbor>();
        for (long i = 0; i < count; i++) {
            values.add(value(depth - 1));
        }
        return values;
    }

    private CborMap map(long count, int depth) throws CtapException {
        requireItems(2 * count, depth);
        var entries = new LinkedHashMap<Cbor, Cbor>();
        for (long i = 0; i < count; i++) {
            if (entries.put(value(depth - 1), value(depth - 1)) != null) {
                throw new CtapException(CtapStatus.INVALID_CBOR);
            }
        }
        return new CborMap(entries);
    }

    private void requireItems(long count, int depth) throws CtapException {
        if (depth == 0 || count < 0 || count > bytes.length() - at) {
            throw new CtapException(CtapStatus.INVALID_CBOR);
        }
    }

    /// The number in the head of an item (RFC 8949, 3).
    private long argument(int additional) throws CtapException {
        if (additional < 24) {
            return additional;
        }
        if (additional > 27) {
            throw new CtapException(CtapStatus.INVALID_CBOR);
        }
        Bytes number = take(1L << (additional - 24));
        long argument = 0;
        for (int i = 0; i < number.length(); i++) {
            argument = argument << 8 | number.get(i);
        }
        if (argument < 0) {
            throw new CtapException(CtapStatus.INVALID_CBOR); // above 2^63
        }
        return argument;
    }

    private Bytes take(long length) throws CtapException {
        if (length > bytes.length() - at) {
            throw new CtapException(CtapStatus.INVALID_CBOR);
        }
        int from = at;
        at += (int) length;
        return bytes.slice(from, at);
    }
}
