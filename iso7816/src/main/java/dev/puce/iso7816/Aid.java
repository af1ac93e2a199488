package dev.puce.iso7816;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An application identifier, 1 to 16 bytes (ISO/IEC 7816-4:2020, 12.2.3). Any DF name is accepted.
///
/// @param value the bytes
public record Aid(Bytes value) {
    /// Bytes of a registered application provider identifier.
    public static final int RID_LENGTH = 5;

    private static final Map<String, String> NAMES = Table.rows("aids.tsv", 3).stream()
            .collect(Collectors.toUnmodifiableMap(cells -> cells.get(0), cells -> cells.get(1)));

    public Aid {
        if (value.isEmpty() || value.length() > 16) {
            throw new IllegalArgumentException("an AID has 1 to 16 bytes, not " + value.length());
        }
    }

    /// Parses an AID written in hex.
    public static Aid hex(String text) {
        return new Aid(Bytes.hex(text));
    }

    /// Returns the registered application provider (RID): the first 5 bytes of an AID that begins with A
    /// (international) or D (national registration; ISO/IEC 7816-5).
    public Optional<Bytes> rid() {
        int category = value.get(0) >> 4;
        return value.length() >= RID_LENGTH && (category == 0xA || category == 0xD)
                ? Optional.of(value.slice(0, RID_LENGTH))
                : Optional.empty();
    }

    /// Returns the name of the application, or of its provider if the application is unknown: `PIV`, `Visa`.
    public Optional<String> name() {
        for (int length = value.length(); length > 3; length--) {
            String name = NAMES.get(value.slice(0, length).toHex());
            if (name != null) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /// Returns the AID as text if all its bytes are printable ASCII, as in `1PAY.SYS.DDF01`.
    Optional<String> text() {
        for (int i = 0; i < value.length(); i++) {
            if (value.get(i) < 0x20 || value.get(i) > 0x7E) {
                return Optional.empty();
            }
        }
        return Optional.of(value.text(StandardCharsets.US_ASCII));
    }

    /// Returns hex without spaces, followed by the name if there is one: `A000000308000010000100 (PIV)`.
    public String describe() {
        return this + name().or(this::text).map(name -> " (" + name + ")").orElse("");
    }

    /// Hex without spaces.
    @Override
    public String toString() {
        return value.toHex();
    }
}
