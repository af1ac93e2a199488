package dev.puce.fuzz;

import dev.puce.atr.list.CardList;
import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any text as a card list: no text is refused, and ATRs are looked up in it.
public final class CardListFuzzer {
    private static final List<Bytes> ATRS = List.of(
            Bytes.EMPTY,
            Bytes.hex("3B"),
            Bytes.hex("3B 84 01 70 75 63 65 86"),
            Bytes.hex("3B FF 94 00 00 81 31 80 43 80 31 80 65 B0 85 03 00 EF 12 0F FF 82 90 00 67"));

    private CardListFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        lookUp(input);
        Allocation.check(input.length, () -> lookUp(input));
    }

    private static void lookUp(byte[] input) {
        var list = CardList.parse(new String(input, StandardCharsets.UTF_8));
        for (Bytes atr : ATRS) {
            list.identify(atr);
            list.nearMisses(atr, 2);
        }
        list.search(List.of("card"));
        list.problems();
    }
}
