package dev.puce.atr.report;

import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrExplanation;
import dev.puce.iso7816.atr.AtrExplanation.Part;
import dev.puce.iso7816.atr.Convention;
import dev.puce.iso7816.atr.Finding;
import dev.puce.iso7816.atr.Tck;
import java.util.ArrayList;
import java.util.List;

/// Draws an ATR's structure as SVG: the levels of TS, every character in a box with its name, and its meaning.
public final class AtrSvg {
    private static final int BOX = 46;
    private static final int PER_ROW = 16;
    private static final int MARGIN = 20;
    private static final int ROW = 74;
    private static final int LINE = 18;

    /// Maximum width of a name before its meaning, in pixels. A longer name gets a separate line.
    private static final int NAME_WIDTH = 205;

    /// Average width of a letter, in pixels.
    private static final double LETTER_WIDTH = 6.8;

    private static final int INDENT = 16;

    /// Fill of the box of a missing character.
    private static final String MISSING = "none\" stroke-dasharray=\"4";

    private final StringBuilder out = new StringBuilder();

    private AtrSvg() {}

    /// Returns the drawing, a complete SVG document.
    ///
    /// @param clockHz clock for times and rates, in hertz
    public static String of(Atr atr, double clockHz) {
        return new AtrSvg().draw(atr, AtrExplanation.of(atr, clockHz));
    }

    private String draw(Atr atr, AtrExplanation explanation) {
        List<String[]> lines = textLines(explanation, atr.findings());
        List<String> missing = missing(atr);
        int boxes = atr.bytes().length() + missing.size();
        int rows = Math.max(1, (boxes + PER_ROW - 1) / PER_ROW);
        int boxesTop = MARGIN + 120;
        int textTop = boxesTop + rows * ROW + 10;
        int width = 2 * MARGIN + PER_ROW * BOX;
        int height = textTop + lines.size() * LINE + MARGIN;
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                .formatted(width, height, width, height));
        out.append("font-family=\"DejaVu Sans, Verdana, sans-serif\" font-size=\"12\">\n");
        out.append("<title>ATR %s</title>\n".formatted(atr));
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(
                MARGIN,
                MARGIN + 6,
                "#1f2933",
                16,
                "ATR "
                        + (atr.bytes().length() <= 24
                                ? atr.toString()
                                : atr.bytes().length() + " characters"));
        atr.convention().ifPresent(this::drawLevels);
        for (Part part : explanation.parts()) {
            drawBoxes(part, boxesTop, isRight(part, atr));
        }
        for (int i = 0; i < missing.size(); i++) {
            drawBox(atr.bytes().length() + i, boxesTop, MISSING, missing.get(i), "?");
        }
        for (int i = 0; i < lines.size(); i++) {
            int y = textTop + i * LINE;
            text(MARGIN + indent(lines.get(i)[0]), y, "#0b5394", 12, lines.get(i)[0].strip());
            text(MARGIN + 190, y, "#1f2933", 12, lines.get(i)[1]);
        }
        return out.append("</svg>\n").toString();
    }

    private void drawLevels(Convention convention) {
        String levels = "H" + convention.levels() + "H";
        int top = MARGIN + 36;
        var points = new StringBuilder();
        for (int moment = 0; moment < levels.length(); moment++) {
            int x = MARGIN + moment * 32;
            int y = levels.charAt(moment) == 'H' ? top : top + 28;
            points.append("%d,%d %d,%d ".formatted(x, y, x + 32, y));
            if (moment > 0 && moment < levels.length() - 1) {
                text(x + 12, top + 46, "#52606d", 11, String.valueOf(levels.charAt(moment)));
            }
        }
        out.append("<polyline points=\"%s\" fill=\"none\" stroke=\"#1f2933\" stroke-width=\"2\"/>\n"
                .formatted(points.toString().strip()));
        text(
                MARGIN + 12 * 32 + 16,
                top + 18,
                "#1f2933",
                12,
                "TS, " + convention + " convention: start, 8 data moments, parity");
    }

    /// Returns the names of announced but missing characters, in order.
    private static List<String> missing(Atr atr) {
        var names = new ArrayList<>(atr.missingInterfaceBytes());
        int present = atr.historicalBytes().length();
        for (int i = 1; i <= atr.historicalBytesMissing(); i++) {
            names.add("T" + (present + i));
        }
        if (atr.tck().status() == Tck.Status.MISSING) {
            names.add("TCK");
        }
        return names;
    }

    private static boolean isRight(Part part, Atr atr) {
        return !part.name().equals("TCK") || atr.tck().status() == Tck.Status.RIGHT;
    }

    private void drawBoxes(Part part, int top, boolean isRight) {
        for (int i = 0; i < part.bytes().length(); i++) {
            drawBox(
                    part.offset() + i,
                    top,
                    isRight ? fill(part.name()) : fill("extra bytes"),
                    label(part.name(), i),
                    "%02X".formatted(part.bytes().get(i)));
        }
    }

    private void drawBox(int place, int top, String fill, String label, String content) {
        int x = MARGIN + place % PER_ROW * BOX;
        int y = top + place / PER_ROW * ROW;
        out.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"34\" fill=\"%s\" stroke=\"#52606d\"/>\n"
                .formatted(x, y, BOX, fill));
        centered(x, y - 5, "#52606d", 11, label);
        centered(x, y + 22, "#1f2933", 15, content);
    }

    /// Returns the name of a character; empty for bytes that are not part of the ATR.
    private static String label(String part, int place) {
        return switch (part) {
            case "historical bytes" -> "T" + (place + 1);
            case "extra bytes" -> "";
            default -> part;
        };
    }

    private static String fill(String name) {
        return switch (name) {
            case "TS", "T0" -> "#cfe2f3";
            case "TCK" -> "#d9ead3";
            case "historical bytes" -> "#fff2cc";
            case "extra bytes" -> "#f4cccc";
            default -> name.startsWith("TD") ? "#b4d2ee" : "#e8f1fa";
        };
    }

    private static List<String[]> textLines(AtrExplanation explanation, List<Finding> findings) {
        var lines = new ArrayList<String[]>();
        explanation.parts().forEach(part -> addLines(part, "", lines));
        explanation.derived().forEach(derived -> lines.add(new String[] {derived.name(), derived.value()}));
        for (Finding finding : findings) {
            String name = "%s, offset %d".formatted(finding.severity(), finding.offset());
            for (String line : TextLines.of(finding.message(), 80)) {
                lines.add(new String[] {name, line});
                name = "";
            }
        }
        return lines;
    }

    private static void addLines(Part part, String indent, List<String[]> lines) {
        String name = indent + part.name();
        for (String meaning : part.meanings().isEmpty() ? List.of("") : part.meanings()) {
            if (indent(name) + name.length() * LETTER_WIDTH > NAME_WIDTH) {
                lines.add(new String[] {name, ""});
                name = indent;
            }
            lines.add(new String[] {name, meaning});
            name = indent;
        }
        part.parts().forEach(child -> addLines(child, "  ", lines));
    }

    private static int indent(String name) {
        return name.startsWith(" ") ? INDENT : 0;
    }

    private void centered(int x, int y, String colour, int size, String content) {
        out.append("<text x=\"%d\" y=\"%d\" fill=\"%s\" font-size=\"%d\" text-anchor=\"middle\">%s</text>\n"
                .formatted(x + BOX / 2, y, colour, size, escape(content)));
    }

    private void text(int x, int y, String colour, int size, String content) {
        if (!content.isEmpty()) {
            out.append("<text x=\"%d\" y=\"%d\" fill=\"%s\" font-size=\"%d\">%s</text>\n"
                    .formatted(x, y, colour, size, escape(content)));
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
