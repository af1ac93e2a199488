package dev.puce.fuzz;

import dev.puce.atr.report.AtrJson;
import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.AtrSvg;
import dev.puce.atr.report.AtrText;
import dev.puce.atr.report.IdentifiedAtr;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrExplanation;
import java.util.List;

/// Any bytes as an answer to reset: they are explained, in all the ways that there are, and nothing is thrown.
public final class AtrFuzzer {
    private static final double CLOCK_HZ = 4_000_000;

    private AtrFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        show(Atr.parse(Bytes.of(input)));
        Allocation.check(input.length, () -> explain(input));
    }

    private static void explain(byte[] input) {
        var atr = Atr.parse(Bytes.of(input));
        atr.findings();
        atr.historical();
        AtrExplanation.of(atr, CLOCK_HZ);
    }

    /// Drawings and texts are much longer than what they are about.
    private static void show(Atr atr) {
        var identified = new IdentifiedAtr(atr, List.of(), List.of(), true);
        AtrText.of(identified, AtrPalette.PLAIN, CLOCK_HZ, AtrText.WIDEST);
        AtrJson.line(identified);
        AtrSvg.of(atr, CLOCK_HZ);
    }
}
