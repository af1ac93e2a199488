package dev.puce.plots;

import dev.puce.atr.report.StatisticsLabels;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleFunction;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A chart that can be exported as PNG or SVG. Works without a display.
public final class Plot {
    /// Maximum number of bars, so that a chart stays readable. The caption gives the number of omitted values.
    static final int MOST_BARS = 20;

    /// Narrow, so that text stays readable when a phone scales the chart down.
    private static final int WIDTH = 480;

    private static final int GROWTH_HEIGHT = 300;
    private static final int BAR_HEIGHT = 22;
    private static final int TITLE_HEIGHT = 32;
    private static final int CAPTION_HEIGHT = 30;
    private static final int MARGINS = 26;

    /// Pixels of a PNG per unit of the chart.
    private static final int PNG_SCALE = 2;

    private static final Color INK = new Color(0x1F2933);
    private static final Color QUIET = new Color(0x52606D);
    private static final Color GRID = new Color(0xCBD2D9);
    private static final Color BAR = new Color(0x2F6DB5);
    private static final Color LINE = new Color(0xC0392B);

    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);

    private final Chart<?, ?> chart;

    /// All texts on the chart.
    private final Set<String> texts;

    private Plot(Chart<?, ?> chart, Set<String> texts) {
        this.chart = chart;
        this.texts = texts;
    }

    /// Creates a bar chart of the values of a table, most frequent first.
    ///
    /// @throws PlotException if the machine has no fonts
    public static Plot of(StatisticsTable table) {
        return withFonts(() -> barChart(table, StatisticsLabels.headline(table.name())));
    }

    /// Creates a chart of the entries of a list over time, with the regression line.
    ///
    /// @throws PlotException if the machine has no fonts
    public static Plot of(ListGrowth growth) {
        return withFonts(() -> growthChart(growth, "Growth of the list"));
    }

    /// Creates the chart without a title, for a page with its own headline.
    static Plot untitled(StatisticsTable table) {
        return withFonts(() -> barChart(table, ""));
    }

    /// Creates the chart without a title, for a page with its own headline.
    static Plot untitled(ListGrowth growth) {
        return withFonts(() -> growthChart(growth, ""));
    }

    /// Reports that a chart could not be drawn.
    public static final class PlotException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlotException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private interface Drawing<T> {
        T draw();
    }

    /// Without fontconfig or fonts, the JDK throws an incomprehensible error, so this converts it.
    private static <T> T withFonts(Drawing<T> drawing) {
        System.setProperty("java.awt.headless", "true");
        try {
            return drawing.draw();
        } catch (LinkageError | InternalError | NullPointerException e) {
            throw new PlotException(
                    "cannot draw text: Java finds no fonts on this machine."
                            + " Install fontconfig and a font, for example: apt-get install fontconfig fonts-dejavu-core",
                    e);
        }
    }

    private static Plot barChart(StatisticsTable table, String title) {
        List<Row> rows =
                table.rows().subList(0, Math.min(MOST_BARS, table.rows().size()));
        var names = new ArrayList<String>();
        var counts = new ArrayList<Long>();
        for (Row row : rows) {
            names.add(shortened(StatisticsLabels.valueOrAbsent(table, row)));
            counts.add(row.count());
        }
        if (names.isEmpty()) {
            names.add("none");
            counts.add(0L);
        }
        var texts = new HashSet<>(names);
        var chart = new HorizontalBarChartBuilder()
                .width(WIDTH)
                .height(names.size() * BAR_HEIGHT + MARGINS + (title.isEmpty() ? 0 : TITLE_HEIGHT + CAPTION_HEIGHT))
                .title(title)
                .xAxisTitle(title.isEmpty() ? "" : caption(table, rows))
                .build();
        var styler = chart.getStyler();
        style(styler, title);
        styler.setXAxisTickMarkSpacingHint(1) // applies to the values too: each one gets its name
                .setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right)
                .setPlotGridLinesVisible(false)
                .setXAxisTicksVisible(false) // every bar shows its number
                .setXAxisMin(0.0)
                .setXAxisMax(room(counts))
                .setXAxisTickLabelsFormattingFunction(recorded(texts, atrs -> thousands(Math.round(atrs)))::apply);
        styler.setAvailableSpaceFill(.8);
        styler.setLabelsVisible(true)
                .setLabelsPosition(1.02)
                .setLabelsFont(SMALL)
                .setLabelsFontColorAutomaticEnabled(false)
                .setLabelsFontColor(QUIET);
        chart.addSeries(table.name(), counts, names).setFillColor(BAR);
        texts.add(title);
        texts.add(caption(table, rows));
        return new Plot(chart, texts);
    }

    /// Returns the axis length for the longest bar and its number.
    private static double room(List<Long> counts) {
        return Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(0) * 1.12);
    }

    /// Returns the caption: the total, and the number of omitted values.
    private static String caption(StatisticsTable table, List<Row> shown) {
        int rest = table.rows().size() - shown.size();
        return "ATRs, of %s%s"
                .formatted(
                        thousands(table.counted()),
                        rest == 0 ? "" : "; %s less frequent values are not drawn".formatted(thousands(rest)));
    }

    private static String thousands(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// Records every text that a chart creates from a number.
    private static DoubleFunction<String> recorded(Set<String> texts, DoubleFunction<String> format) {
        return number -> {
            String text = format.apply(number);
            texts.add(text);
            return text;
        };
    }

    private static String shortened(String value) {
        return value.length() > 18 ? value.substring(0, 17) + "…" : value;
    }

    private static Plot growthChart(ListGrowth growth, String title) {
        var texts = new HashSet<>(Set.of(title, "entries"));
        var chart = new XYChartBuilder()
                .width(WIDTH)
                .height(GROWTH_HEIGHT)
                .title(title)
                .build();
        var styler = chart.getStyler();
        style(styler, title);
        styler.setXAxisTickLabelsFormattingFunction(recorded(texts, year -> String.valueOf(Math.round(year)))::apply)
                .setYAxisTickLabelsFormattingFunction(recorded(texts, entries -> thousands(Math.round(entries)))::apply)
                .setPlotGridVerticalLinesVisible(false)
                .setYAxisMin(0.0);
        List<Point> points = growth.points();
        var series = chart.addSeries(
                "entries",
                points.stream().map(point -> year(point.date())).toList(),
                points.stream().map(Point::entries).toList());
        series.setMarker(points.size() > 40 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE)
                .setMarkerColor(BAR)
                .setLineColor(BAR)
                .setLineStyle(new BasicStroke(2));
        LocalDate first = points.getFirst().date();
        LocalDate last = points.getLast().date();
        growth.regression()
                .ifPresent(line -> chart.addSeries(
                                "regression line",
                                List.of(year(first), year(last)),
                                List.of(line.at(first), line.at(last)))
                        .setMarker(SeriesMarkers.NONE)
                        .setLineColor(LINE)
                        .setLineStyle(new BasicStroke(1.5f)));
        return new Plot(chart, texts);
    }

    /// Converts a date to a number of years, so that axis ticks are at the start of years.
    private static double year(LocalDate date) {
        return date.getYear() + (date.getDayOfYear() - 1) / (double) date.lengthOfYear();
    }

    private static void style(AxesChartStyler styler, String title) {
        styler.setAxisTitleFont(SMALL)
                .setAxisTickLabelsFont(TEXT)
                .setAxisTickLabelsColor(INK)
                .setAxisTicksLineVisible(false)
                .setAxisTicksMarksVisible(false)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setLegendVisible(false)
                .setPlotBorderVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setChartFontColor(INK)
                .setChartTitleFont(TITLE)
                .setChartTitleVisible(!title.isEmpty())
                .setChartTitleBoxVisible(false)
                .setAntiAlias(true);
    }

    /// Returns the chart as PNG, 960 pixels wide.
    public byte[] png() {
        return withFonts(() -> {
            var image = new BufferedImage(PNG_SCALE * WIDTH, PNG_SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.scale(PNG_SCALE, PNG_SCALE);
            chart.paint(graphics, WIDTH, chart.getHeight());
            graphics.dispose();
            var out = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", out);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory failed", e);
            }
            return out.toByteArray();
        });
    }

    /// Returns the chart as an SVG document, with text elements.
    public String svg() {
        return withFonts(() -> {
            try {
                paintOnce(); // the chart formats its numbers, so that all texts are known
                var document = DocumentBuilderFactory.newNSInstance()
                        .newDocumentBuilder()
                        .getDOMImplementation()
                        .createDocument("http://www.w3.org/2000/svg", "svg", null);
                var context = SVGGeneratorContext.createDefault(document);
                context.setPrecision(2);
                context.setComment(null);
                var graphics = new SvgWithText(context, texts, Set.of(TEXT, SMALL, TITLE));
                graphics.setSVGCanvasSize(new Dimension(WIDTH, chart.getHeight()));
                chart.paint(graphics, WIDTH, chart.getHeight());
                var root = graphics.getRoot();
                root.setAttribute("viewBox", "0 0 " + WIDTH + " " + chart.getHeight());
                removeIds(root);
                var out = new StringWriter();
                graphics.stream(root, out, false, false);
                return out.toString();
            } catch (ParserConfigurationException | IOException e) {
                throw new IllegalStateException("writing SVG to memory failed", e);
            }
        });
    }

    /// Removes ids: they are unused, and would not be unique on a page with several charts.
    private static void removeIds(Element element) {
        element.removeAttribute("id");
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                removeIds(inner);
            }
        }
    }

    private void paintOnce() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        chart.paint(graphics, WIDTH, chart.getHeight());
        graphics.dispose();
    }
}
