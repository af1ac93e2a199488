import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Draws the output of a terminal program as SVG: standard input with ANSI colours becomes an image.
///
///     java TerminalSvg.java light|dark COLUMNS TITLE <OUTPUT >IMAGE
///
/// Lines beyond COLUMNS are cut and end with an ellipsis.
final class TerminalSvg {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[([0-9;]*)m");
    private static final double CHARACTER_WIDTH = 7.2;
    private static final int LINE_HEIGHT = 17;
    private static final int MARGIN = 16;
    private static final int TITLE_BAR = 30;

    /// Text in one style.
    private record Segment(int column, String text, String style) {}

    /// Colours of an image, as CSS.
    private enum Theme {
        LIGHT("#ffffff", "#d0d7de", "#1f2328", "#6e7781", "#0550ae", "#116329", "#cf222e", "#9a6700"),
        DARK("#0d1117", "#30363d", "#e6edf3", "#8b949e", "#79c0ff", "#7ee787", "#ff7b72", "#d29922");

        private final String background;
        private final String frame;
        private final String css;

        Theme(String background, String frame, String text, String dim, String blue, String green, String red,
                String yellow) {
            this.background = background;
            this.frame = frame;
            css = "text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;fill:"
                    + text + "}.dim{fill:" + dim + "}.blue{fill:" + blue + "}.green{fill:" + green + "}.red{fill:" + red
                    + "}.yellow{fill:" + yellow + "}.bold{font-weight:bold}";
        }
    }

    private TerminalSvg() {}

    public static void main(String... arguments) throws IOException {
        Theme theme = Theme.valueOf(arguments[0].toUpperCase(java.util.Locale.ROOT));
        int columns = Integer.parseInt(arguments[1]);
        List<String> lines = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        System.out.write(svg(theme, columns, arguments[2], lines).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static String svg(Theme theme, int columns, String title, List<String> lines) {
        long width = Math.round(columns * CHARACTER_WIDTH) + 2 * MARGIN;
        int height = TITLE_BAR + lines.size() * LINE_HEIGHT + MARGIN;
        var svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">%n"
                .formatted(width, height, width));
        svg.append("<title>%s</title>%n<style>%s</style>%n".formatted(escaped(title), theme.css));
        svg.append("<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\" stroke=\"%s\"/>%n"
                .formatted(width - 1, height - 1, theme.background, theme.frame));
        for (int i = 0; i < 3; i++) {
            svg.append("<circle cx=\"%d\" cy=\"16\" r=\"5\" fill=\"%s\"/>%n".formatted(MARGIN + 4 + 16 * i, theme.frame));
        }
        int y = TITLE_BAR + LINE_HEIGHT - 5;
        for (String line : lines) {
            for (Segment segment : segments(line, columns)) {
                svg.append("<text x=\"%s\" y=\"%d\"%s>%s</text>%n".formatted(
                        number(MARGIN + segment.column() * CHARACTER_WIDTH),
                        y,
                        segment.style().isEmpty() ? "" : " class=\"" + segment.style() + "\"",
                        escaped(segment.text())));
            }
            y += LINE_HEIGHT;
        }
        return svg.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
    }

    private static String number(double value) {
        return String.valueOf(Math.round(value * 10) / 10.0);
    }

    private static List<Segment> segments(String line, int columns) {
        var segments = new ArrayList<Segment>();
        String style = "";
        int column = 0;
        int from = 0;
        var colour = COLOUR.matcher(line);
        while (column < columns) {
            boolean more = colour.find();
            String text = line.substring(from, more ? colour.start() : line.length());
            if (column + text.length() > columns) {
                text = text.substring(0, columns - column - 1) + "…";
            }
            add(segments, column, text, style);
            column += text.length();
            if (!more) {
                break;
            }
            style = style(colour.group(1));
            from = colour.end();
        }
        return segments;
    }

    /// Adds a segment without its leading white space, which its position replaces.
    private static void add(List<Segment> segments, int column, String text, String style) {
        String stripped = text.stripLeading();
        if (!stripped.isEmpty()) {
            segments.add(new Segment(column + text.length() - stripped.length(), stripped.stripTrailing(), style));
        }
    }

    private static String style(String codes) {
        var names = new ArrayList<String>();
        for (String code : codes.split(";")) {
            switch (code) {
                case "1" -> names.add("bold");
                case "2" -> names.add("dim");
                case "31" -> names.add("red");
                case "32" -> names.add("green");
                case "33" -> names.add("yellow");
                case "34", "36" -> names.add("blue");
                default -> {}
            }
        }
        return String.join(" ", names);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
