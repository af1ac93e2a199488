package dev.puce.atr.report;

import java.util.List;

/// A chart as marks on a plane, in pixels from the upper left corner. [ChartSvg] and [ChartPainter] draw it.
///
/// @param title  headline; also among the marks, unless a page has its own
/// @param width  in pixels
/// @param height in pixels
/// @param marks  later ones cover earlier ones
public record Chart(String title, int width, int height, List<Mark> marks) {
    public Chart {
        marks = List.copyOf(marks);
    }

    /// A shape or a text.
    public sealed interface Mark {}

    /// A filled rectangle.
    public record Bar(double x, double y, double width, double height) implements Mark {}

    /// A line through points.
    ///
    /// @param width of the line, in pixels
    public record Line(List<Point> points, Ink ink, double width) implements Mark {
        public Line {
            points = List.copyOf(points);
        }
    }

    /// A filled circle.
    public record Dot(Point centre, double radius) implements Mark {}

    /// A text on one line.
    ///
    /// @param anchor start, middle or end of the baseline, as `align` says
    /// @param size   of the font, in pixels
    public record Text(Point anchor, Align align, int size, Ink ink, String text) implements Mark {}

    /// A place on the plane.
    public record Point(double x, double y) {}

    /// Which part of a text is at its anchor.
    public enum Align {
        START,
        MIDDLE,
        END
    }

    /// The colours of paper. A page can use its own by the name.
    public enum Ink {
        TEXT(0x1F2933),
        QUIET(0x52606D),
        GRID(0xCBD2D9),
        BAR(0x2F6DB5),
        TREND(0xC0392B);

        private final int rgb;

        Ink(int rgb) {
            this.rgb = rgb;
        }

        /// Returns red, green and blue, 8 bits each.
        public int rgb() {
            return rgb;
        }
    }
}
