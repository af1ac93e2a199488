package dev.puce.iso7816;

import java.util.Optional;

/// A card's response to a command: optional data and the status word (ISO/IEC 7816-4:2020, 5.2).
///
/// @param data   0 to 65536 bytes
/// @param status SW1 and SW2
public record ResponseApdu(Bytes data, StatusWord status) {
    /// Creates a response without data.
    public ResponseApdu(StatusWord status) {
        this(Bytes.EMPTY, status);
    }

    /// Reads a response.
    ///
    /// @throws MalformedDataException if there are fewer than two bytes
    public static ResponseApdu parse(Bytes bytes) throws MalformedDataException {
        return tryParse(bytes)
                .orElseThrow(() -> new MalformedDataException(
                        "a response has at least the 2 bytes of its status word, not " + bytes.length(),
                        bytes.length()));
    }

    /// Reads a response; empty if there are fewer than two bytes.
    public static Optional<ResponseApdu> tryParse(Bytes bytes) {
        int end = bytes.length() - 2;
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(new ResponseApdu(bytes.slice(0, end), StatusWord.of(bytes.get(end), bytes.get(end + 1))));
    }

    /// Encodes the response as the card sends it.
    public Bytes encode() {
        return data.plus(status.encode());
    }

    /// The bytes in hex.
    @Override
    public String toString() {
        return encode().toString();
    }
}
