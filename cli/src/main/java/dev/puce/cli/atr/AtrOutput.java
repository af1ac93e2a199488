package dev.puce.cli.atr;

import dev.puce.atr.list.CachedCardList;
import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.list.NearMiss;
import dev.puce.atr.report.AtrJson;
import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.AtrSvg;
import dev.puce.atr.report.AtrText;
import dev.puce.atr.report.IdentifiedAtr;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.Finding;
import dev.puce.posix.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/// Prints ATRs with their explanations and cards, and counts problems for the exit status.
final class AtrOutput {
    /// Clock for times and rates unless the user names another one, in hertz.
    static final double USUAL_CLOCK_HZ = 4e6;

    private static final int NEAR_MISSES_SHOWN = 10;

    /// For an unknown card, unless the user wants more.
    private static final int NEAR_MISSES_OFFERED = 3;

    private final Optional<CachedCardList> cards;
    private final Layout layout;
    private final double clockHz;
    private final Similar similar;
    private final AtrPalette palette;
    private final PrintWriter out;
    private final PrintWriter err;
    private int atrs;
    private int problems;
    private boolean malformed;

    /// The form of the output.
    enum Layout {
        TEXT,
        JSON,
        SVG
    }

    /// Cards with a similar ATR.
    ///
    /// @param wanted         whether to show them also if a card matches, and more of them
    /// @param maxDifferences how many characters may differ
    /// @param offered        whether to show some if no card matches
    record Similar(boolean wanted, int maxDifferences, boolean offered) {
        /// Up to two characters differ.
        static final Similar USUAL = new Similar(false, 2, true);
    }

    /// Prepares the output.
    ///
    /// @param cards   the card list, if there is one
    /// @param clockHz clock for times and rates, in hertz
    AtrOutput(
            Optional<CachedCardList> cards,
            Layout layout,
            double clockHz,
            Similar similar,
            boolean coloured,
            PrintWriter out,
            PrintWriter err) {
        this.cards = cards;
        this.layout = layout;
        this.clockHz = clockHz;
        this.similar = similar;
        this.palette = coloured ? AtrPalette.ANSI : AtrPalette.PLAIN;
        this.out = out;
        this.err = err;
    }

    /// Prints an ATR.
    ///
    /// @return false if the reader of the output has ended, as head does
    boolean print(Bytes bytes) {
        atrs++;
        Atr atr = Atr.parse(bytes);
        malformed |= hasError(atr);
        switch (layout) {
            case SVG -> draw(atr);
            case JSON -> out.println(AtrJson.line(identify(atr, bytes)));
            case TEXT ->
                out.println(AtrText.of(identify(atr, bytes), palette, clockHz, Terminal.STANDARD_OUTPUT.columns()));
        }
        return !out.checkError();
    }

    private static boolean hasError(Atr atr) {
        for (Finding finding : atr.findings()) {
            if (finding.severity() == Finding.Severity.ERROR) {
                return true;
            }
        }
        return false;
    }

    private void draw(Atr atr) {
        if (atrs > 1) {
            complain("--svg draws one ATR. Not drawn: " + atr);
        } else {
            out.print(AtrSvg.of(atr, clockHz));
        }
    }

    private IdentifiedAtr identify(Atr atr, Bytes bytes) {
        if (cards.isEmpty()) {
            return new IdentifiedAtr(atr, List.of(), List.of(), false);
        }
        List<CardListEntry> matches = cards.get().identify(bytes);
        return new IdentifiedAtr(atr, matches, nearMisses(cards.get(), bytes, matches.isEmpty()), true);
    }

    private List<NearMiss> nearMisses(CachedCardList known, Bytes bytes, boolean unknown) {
        boolean offered = unknown && similar.offered() && layout == Layout.TEXT;
        if (!similar.wanted() && !offered) {
            return List.of();
        }
        List<NearMiss> found = known.nearMisses(bytes, similar.maxDifferences());
        int most = similar.wanted() ? NEAR_MISSES_SHOWN : NEAR_MISSES_OFFERED;
        return found.subList(0, Math.min(most, found.size()));
    }

    /// Reports a text that is not an ATR.
    void complain(String problem) {
        problems++;
        err.println("puce: " + Printable.of(problem));
    }

    /// Ends the output.
    ///
    /// @return the exit status
    int finish() {
        if (atrs == 0 && problems == 0) {
            complain("The input has no ATR");
        }
        if (cards.isEmpty() && layout == Layout.TEXT) {
            err.println("puce: " + CardListOption.ADVICE);
        }
        out.flush();
        err.flush();
        return problems == 0 && !malformed ? 0 : 1;
    }
}
