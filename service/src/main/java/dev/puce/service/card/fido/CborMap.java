package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A map in CBOR. The keys of CTAP's messages are numbers, those of WebAuthn's structures are texts.
record CborMap(Map<Cbor, Cbor> entries) implements Cbor {
    /// A map without entries.
    static final CborMap EMPTY = new CborMap(Map.of());

    /// CTAP's canonical order: by major type, then by length, then by content (CTAP 2.2, 8).
    private static final Comparator<Bytes> CANONICAL = Comparator.<Bytes>comparingInt(key -> key.get(0) >> 5)
            .thenComparingInt(Bytes::length)
            .thenComparing(Comparator.naturalOrder());

    CborMap {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// Returns the map with another entry.
    CborMap with(Cbor key, Cbor value) {
        var more = new LinkedHashMap<>(entries);
        more.put(key, value);
        return new CborMap(more);
    }

    CborMap with(long key, Cbor value) {
        return with(new Int(key), value);
    }

    CborMap with(String key, Cbor value) {
        return with(new Text(key), value);
    }

    @Override
    public Bytes encode() {
        Bytes encoded = Cbor.head(5, entries.size());
        var sorted = entries.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey().encode(), entry.getValue().encode()))
                .sorted(Map.Entry.comparingByKey(CANONICAL))
                .toList();
        for (var entry : sorted) {
            encoded = encoded.plus(entry.getKey()).plus(entry.getValue());
        }
        return encoded;
    }

    /// Returns a parameter of a CTAP command.
    ///
    /// @throws CtapException if it has another type
    <T extends Cbor> Optional<T> optional(Cbor key, Class<T> type) throws CtapException {
        Cbor value = entries.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new CtapException(CtapStatus.UNEXPECTED_TYPE);
        }
        return Optional.of(type.cast(value));
    }

    private <T extends Cbor> T required(Cbor key, Class<T> type) throws CtapException {
        return optional(key, type).orElseThrow(() -> new CtapException(CtapStatus.MISSING_PARAMETER));
    }

    /// Returns a parameter that must be there.
    ///
    /// @throws CtapException if it is missing or has another type
    Bytes bytes(long key) throws CtapException {
        return required(new Int(key), ByteString.class).value();
    }

    Bytes bytes(String key) throws CtapException {
        return required(new Text(key), ByteString.class).value();
    }

    Optional<Bytes> optionalBytes(long key) throws CtapException {
        return optional(new Int(key), ByteString.class).map(ByteString::value);
    }

    String text(long key) throws CtapException {
        return required(new Int(key), Text.class).value();
    }

    String text(String key) throws CtapException {
        return required(new Text(key), Text.class).value();
    }

    long number(long key) throws CtapException {
        return required(new Int(key), Int.class).value();
    }

    long number(String key) throws CtapException {
        return required(new Text(key), Int.class).value();
    }

    CborMap map(long key) throws CtapException {
        return required(new Int(key), CborMap.class);
    }

    /// Returns the values of a list; none if it is not there.
    List<Cbor> list(long key) throws CtapException {
        return optional(new Int(key), Array.class).map(Array::values).orElse(List.of());
    }

    /// Returns an option of a command, `rk` for example.
    ///
    /// @param key   key of the map of options
    /// @param usual value of an option that is not there
    boolean option(long key, String name, boolean usual) throws CtapException {
        var options = optional(new Int(key), CborMap.class).orElse(EMPTY);
        return options.optional(new Text(name), Simple.class)
                .map(value -> value == Simple.TRUE)
                .orElse(usual);
    }
}
