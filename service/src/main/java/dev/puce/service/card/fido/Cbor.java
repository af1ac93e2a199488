package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A value in CBOR (RFC 8949), as far as CTAP messages have them: no floats, no tags, no indefinite lengths.
sealed interface Cbor permits Cbor.Int, Cbor.ByteString, Cbor.Text, Cbor.Array, CborMap, Cbor.Simple {
    /// Returns the value in CTAP's canonical form (CTAP 2.2, 8).
    Bytes encode();

    /// An integer.
    record Int(long value) implements Cbor {
        @Override
        public Bytes encode() {
            return value >= 0 ? head(0, value) : head(1, -1 - value);
        }
    }

    /// A byte string.
    record ByteString(Bytes value) implements Cbor {
        @Override
        public Bytes encode() {
            return head(2, value.length()).plus(value);
        }
    }

    /// A text in UTF-8.
    record Text(String value) implements Cbor {
        @Override
        public Bytes encode() {
            Bytes bytes = Bytes.ofText(value, StandardCharsets.UTF_8);
            return head(3, bytes.length()).plus(bytes);
        }
    }

    /// A list of values.
    record Array(List<Cbor> values) implements Cbor {
        public Array {
            values = List.copyOf(values);
        }

        @Override
        public Bytes encode() {
            Bytes encoded = head(4, values.size());
            for (Cbor value : values) {
                encoded = encoded.plus(value.encode());
            }
            return encoded;
        }
    }

    /// A simple value in one byte.
    enum Simple implements Cbor {
        FALSE(0xF4),
        TRUE(0xF5),
        NULL(0xF6);

        private final int code;

        Simple(int code) {
            this.code = code;
        }

        static Simple of(boolean value) {
            return value ? TRUE : FALSE;
        }

        @Override
        public Bytes encode() {
            return Bytes.of(code);
        }
    }

    /// Returns the head of an item: its major type, and its value or length in as few bytes as possible.
    ///
    /// @param major    0 to 7
    /// @param argument not negative
    static Bytes head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            return Bytes.of(type | (int) argument);
        }
        if (argument <= 0xFF) {
            return Bytes.of(type | 24, (int) argument);
        }
        if (argument <= 0xFFFF) {
            return Bytes.of(type | 25, (int) argument >> 8, (int) argument & 0xFF);
        }
        if (argument <= 0xFFFF_FFFFL) {
            return Bytes.of(type | 26)
                    .plus(Bytes.of(ByteBuffer.allocate(4).putInt((int) argument).array()));
        }
        return Bytes.of(type | 27)
                .plus(Bytes.of(ByteBuffer.allocate(8).putLong(argument).array()));
    }
}
