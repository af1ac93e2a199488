package dev.puce.plots;

import dev.puce.atr.report.StatisticsLabels;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A chart that can be written as a picture. Needs no display.
public final class Plot {
    /// More bars than this cannot be read; what is left is one bar.
    private static final int MOST_BARS = 24;

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    private static final Color BAR = new Color(0x2F6DB5);
    private static final Color LINE = new Color(0xC0392B);

    private final Chart<?, ?> chart;

    private Plot(Chart<?, ?> chart) {
        this.chart = chart;
    }

    /// Bars for the values of a table, most frequent first.
    ///
    /// @throws PlotException if the machine has no fonts
    public static Plot of(StatisticsTable table) {
        return withFonts(() -> barChart(table));
    }

    /// The entries of a list over time, and the straight line through them.
    ///
    /// @throws PlotException if the machine has no fonts
    public static Plot of(ListGrowth growth) {
        return withFonts(() -> growthChart(growth));
    }

    /// A picture could not be made.
    public static final class PlotException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlotException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private interface Drawing<T> {
        T draw();
    }

    /// Without fontconfig or without any font, the JDK fails with an error of its own that nobody understands.
    private static <T> T withFonts(Drawing<T> drawing) {
        System.setProperty("java.awt.headless", "true");
        try {
            return drawing.draw();
        } catch (LinkageError | InternalError | NullPointerException e) {
            throw new PlotException(
                    "cannot draw text: this machine has no fonts that Java finds."
                            + " Install fontconfig and a font, for example: apt-get install fontconfig fonts-dejavu-core",
                    e);
        }
    }

    private static Plot barChart(StatisticsTable table) {
        var names = new ArrayList<String>();
        var counts = new ArrayList<Long>();
        for (Row row : table.rows().subList(0, Math.min(MOST_BARS, table.rows().size()))) {
            names.add(shortened(StatisticsLabels.valueOrAbsent(table, row)));
            counts.add(row.count());
        }
        if (table.rows().size() > MOST_BARS) {
            names.add("others");
            counts.add(
                    table.rows().stream().skip(MOST_BARS).mapToLong(Row::count).sum());
        }
        if (names.isEmpty()) {
            names.add("none");
            counts.add(0L);
        }
        String title = StatisticsLabels.title(table.name());
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title.isEmpty() ? table.name() : table.name() + ": " + title)
                .yAxisTitle("ATRs")
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(90);
        chart.getStyler().setAvailableSpaceFill(.85);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.addSeries(table.name(), names, counts).setFillColor(BAR);
        return new Plot(chart);
    }

    private static String shortened(String value) {
        return value.length() > 22 ? value.substring(0, 20) + "…" : value;
    }

    private static Plot growthChart(ListGrowth growth) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Growth of the list")
                .yAxisTitle("entries")
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisDecimalPattern("0");
        List<Point> points = growth.points();
        var series = chart.addSeries(
                "entries",
                points.stream().map(point -> year(point.date())).toList(),
                points.stream().map(Point::entries).toList());
        series.setMarker(SeriesMarkers.NONE).setLineColor(BAR);
        LocalDate first = points.getFirst().date();
        LocalDate last = points.getLast().date();
        if (first.isBefore(last)) {
            chart.addSeries(
                            "straight line",
                            List.of(year(first), year(last)),
                            List.of(growth.fitted(first), growth.fitted(last)))
                    .setMarker(SeriesMarkers.NONE)
                    .setLineColor(LINE);
        }
        return new Plot(chart);
    }

    /// The date as a number of years, so that the axis is divided at new years.
    private static double year(LocalDate date) {
        return date.getYear() + (date.getDayOfYear() - 1) / (double) date.lengthOfYear();
    }

    private static void style(Styler styler) {
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setChartTitleBoxVisible(false);
    }

    /// The picture as PNG, 900 by 420 pixels.
    public byte[] png() {
        return withFonts(() -> {
            var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            chart.paint(graphics, WIDTH, HEIGHT);
            graphics.dispose();
            var out = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", out);
            } catch (IOException e) {
                throw new UncheckedIOException("writing into memory failed", e);
            }
            return out.toByteArray();
        });
    }

    /// The picture as an SVG document.
    public String svg() {
        return withFonts(() -> {
            try {
                var document = DocumentBuilderFactory.newNSInstance()
                        .newDocumentBuilder()
                        .getDOMImplementation()
                        .createDocument("http://www.w3.org/2000/svg", "svg", null);
                var context = SVGGeneratorContext.createDefault(document);
                context.setPrecision(1); // tenths of a pixel: text is drawn as outlines, which are most of the file
                var graphics = new SVGGraphics2D(context, false);
                graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
                chart.paint(graphics, WIDTH, HEIGHT);
                var root = graphics.getRoot();
                root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
                var out = new StringWriter();
                graphics.stream(root, out, false, false);
                return out.toString();
            } catch (ParserConfigurationException | IOException e) {
                throw new IllegalStateException("writing SVG into memory failed", e);
            }
        });
    }
}
