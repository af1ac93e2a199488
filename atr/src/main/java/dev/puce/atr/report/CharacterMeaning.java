package dev.puce.atr.report;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrExplanation;
import java.util.Optional;

/// Explains a value independent of its ATR: the explanation in the smallest ATR that contains it. From the third
/// group on, the meaning of a TA, TB or TC depends on the T before it, so those are not explained.
public final class CharacterMeaning {
    private CharacterMeaning() {}

    /// Returns the meaning in a few words; empty if it depends on the ATR.
    ///
    /// @param character `TS`, `T0`, `TA1`, ..., `TD4` and on, or `historicalBytes`
    /// @param value     its bytes in upper-case hex; other text has no meaning
    public static Optional<String> of(String character, String value) {
        return smallest(character, value)
                .flatMap(atr -> AtrExplanation.of(atr, 4e6).parts().stream()
                        .filter(part -> part.name()
                                .equals(character.equals("historicalBytes") ? "historical bytes" : character))
                        .findFirst()
                        .map(part -> part.meanings().getLast().startsWith("text ")
                                ? part.meanings().getLast()
                                : String.join(
                                        "; ",
                                        part.meanings()
                                                .subList(
                                                        0,
                                                        character.equals("TA1")
                                                                ? 1
                                                                : part.meanings()
                                                                        .size()))));
    }

    private static Optional<Atr> smallest(String character, String value) {
        if (!value.matches("([0-9A-F]{2})+")) {
            return Optional.empty();
        }
        Bytes bytes = Bytes.hex(value);
        if (character.equals("historicalBytes")) {
            return bytes.length() > 15
                    ? Optional.empty()
                    : Optional.of(Atr.parse(Bytes.of(0x3B, bytes.length()).plus(bytes)));
        }
        if (bytes.length() != 1) {
            return Optional.empty();
        }
        return switch (character) {
            case "TS" -> Optional.of(Atr.parse(bytes));
            case "T0" -> Optional.of(Atr.parse(Bytes.of(0x3B).plus(bytes)));
            default ->
                character.matches("T[ABC][12]|TD[1-9]")
                        ? Optional.of(withInterfaceByte(character, bytes))
                        : Optional.empty();
        };
    }

    /// T0 and the TDs announce only the bytes on the way to the character.
    private static Atr withInterfaceByte(String name, Bytes value) {
        int group = name.charAt(2) - '0';
        int presence = 0x10 << (name.charAt(1) - 'A');
        Bytes atr = Bytes.of(0x3B);
        for (int i = 1; i < group; i++) {
            atr = atr.plus(Bytes.of(0x80));
        }
        return Atr.parse(atr.plus(Bytes.of(presence)).plus(value));
    }
}
