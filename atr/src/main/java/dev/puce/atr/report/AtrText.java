package dev.puce.atr.report;

import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.list.NearMiss;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrExplanation;
import dev.puce.iso7816.atr.AtrExplanation.Derived;
import dev.puce.iso7816.atr.AtrExplanation.Part;
import dev.puce.iso7816.atr.Finding;
import java.util.List;
import java.util.stream.Collectors;

/// Formats an ATR as text: matching cards, its characters, derived values and findings.
public final class AtrText {
    /// Columns that the text needs at most; only bytes and descriptions of cards are wider.
    public static final int WIDEST = 80;

    /// A narrower text would have hardly any room beside its indentation.
    private static final int NARROWEST = 60;

    /// Indent of continuation lines of a finding, after severity and offset.
    private static final String FINDING_INDENT = " ".repeat(22);

    /// Indent of further meanings of a character, after its name and value.
    private static final String MEANING_INDENT = " ".repeat(13);

    /// Indent of continuation lines of a derived value, after its name.
    private static final String VALUE_INDENT = " ".repeat(32);

    private final AtrPalette palette;
    private final double clockHz;
    private final int columns;
    private final StringBuilder out = new StringBuilder();

    private AtrText(AtrPalette palette, double clockHz, int columns) {
        this.palette = palette;
        this.clockHz = clockHz;
        this.columns = Math.clamp(columns, NARROWEST, WIDEST);
    }

    /// Returns the text, which ends with a newline.
    ///
    /// @param clockHz clock for times and rates, in hertz
    /// @param columns width of the terminal
    public static String of(IdentifiedAtr identified, AtrPalette palette, double clockHz, int columns) {
        var text = new AtrText(palette, clockHz, columns);
        text.addAll(identified);
        return text.out.toString();
    }

    private void addAll(IdentifiedAtr identified) {
        Atr atr = identified.atr();
        AtrExplanation explanation = AtrExplanation.of(atr, clockHz);
        line("", palette.heading("ATR  ") + palette.bytes(atr.toString()));
        addCards(identified);
        blank();
        for (Part part : explanation.parts()) {
            addPart(part, "  ");
            if (part.offset() == 0) {
                atr.convention().ifPresent(c -> LevelDrawing.lines(c).forEach(l -> line("                 ", l)));
            }
        }
        if (!explanation.derived().isEmpty()) {
            blank();
        }
        for (Derived derived : explanation.derived()) {
            List<String> value = TextLines.of(derived.value(), columns - VALUE_INDENT.length());
            line("  ", palette.name(pad(derived.name(), VALUE_INDENT.length() - 2)) + value.getFirst());
            value.stream().skip(1).forEach(more -> line(VALUE_INDENT, more));
        }
        addFindings(atr.findings());
    }

    private void addPart(Part part, String indent) {
        String bytes = part.bytes().toSpacedHex();
        String name = pad(part.name(), 5);
        boolean isShort = part.bytes().length() == 1
                && part.parts().isEmpty()
                && part.name().length() <= 5;
        String deeper = indent + MEANING_INDENT;
        List<String> meanings = part.meanings().stream()
                .flatMap(meaning -> TextLines.of(meaning, columns - deeper.length()).stream())
                .toList();
        if (isShort) {
            String first = meanings.isEmpty() ? "" : meanings.getFirst();
            line(indent, palette.name(name) + palette.bytes(bytes) + "      " + first);
            meanings.stream().skip(1).forEach(meaning -> line(deeper, meaning));
        } else {
            line(indent, palette.name(part.name()) + "  " + palette.bytes(bytes));
            meanings.forEach(meaning -> line(deeper, meaning));
        }
        part.parts().forEach(child -> addPart(child, indent + "  "));
    }

    private void addFindings(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        blank();
        line("", palette.heading("Findings"));
        for (Finding finding : findings) {
            String severity = pad(finding.severity().toString(), 9);
            List<String> message = TextLines.of(finding.message(), columns - FINDING_INDENT.length());
            line(
                    "  ",
                    palette.severity(finding.severity(), severity)
                            + "offset %2d  %s".formatted(finding.offset(), message.getFirst()));
            message.stream().skip(1).forEach(more -> line(FINDING_INDENT, more));
            line(FINDING_INDENT, palette.detail(finding.clause()));
        }
    }

    private void addCards(IdentifiedAtr identified) {
        if (!identified.matches().isEmpty()) {
            blank();
            line("", palette.heading("Cards with this ATR"));
            for (CardListEntry entry : identified.matches()) {
                boolean exact = entry.pattern().equals(identified.atr().toString());
                line("  ", palette.bytes(Printable.of(entry.pattern())) + (exact ? "  (exact match)" : ""));
                entry.descriptions().forEach(description -> line("      ", palette.card(Printable.of(description))));
            }
        }
        if (identified.matches().isEmpty() && identified.searched()) {
            blank();
            line("", "No card in the list has this ATR.");
        }
        if (!identified.nearMisses().isEmpty()) {
            blank();
            line("", palette.heading("Cards with a similar ATR"));
            for (NearMiss miss : identified.nearMisses()) {
                line(
                        "  ",
                        palette.bytes(Printable.of(miss.entry().pattern())) + "  " + differences(miss.differences()));
                miss.entry()
                        .descriptions()
                        .forEach(description -> line("      ", palette.card(Printable.of(description))));
            }
        }
    }

    private static String differences(List<Integer> offsets) {
        String places = offsets.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return offsets.size() == 1
                ? "differs in one character, offset " + places
                : "differs in %d characters, offsets %s".formatted(offsets.size(), places);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private void line(String indent, String text) {
        out.append((indent + text).stripTrailing()).append('\n');
    }

    private void blank() {
        out.append('\n');
    }
}
