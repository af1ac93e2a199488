package dev.puce.atr.report;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrExplanation;
import java.util.Optional;

/// What a value means wherever it stands: the explanation of the smallest ATR that has it. From the third group on,
/// a TA, TB or TC means one thing after T=1 and another after T=15; those have no meaning here.
public final class CharacterMeaning {
    private CharacterMeaning() {}

    /// The meaning in a few words; empty where the value alone has none.
    ///
    /// @param character `TS`, `T0`, `TA1`, ..., `TD4` and on, or `historicalBytes`
    /// @param value     its bytes in hex; anything else has no meaning
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

    /// T0 and every TD before announce only what leads to the character.
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
