package dev.puce.plots;

import dev.puce.atr.report.Chart;
import dev.puce.atr.report.Chart.Bar;
import dev.puce.atr.report.Chart.Dot;
import dev.puce.atr.report.Chart.Ink;
import dev.puce.atr.report.Chart.Line;
import dev.puce.atr.report.Chart.Mark;
import dev.puce.atr.report.Chart.Point;
import dev.puce.atr.report.Chart.Text;
import dev.puce.atr.report.ChartPainter;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/// Draws a chart as PNG with the JDK's 2D graphics. Works without a display.
public final class ChartPng implements ChartPainter {
    private static final int SCALE = 2;

    @Override
    public byte[] png(Chart chart) throws IOException {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        var image = new BufferedImage(SCALE * chart.width(), SCALE * chart.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(SCALE, SCALE);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, chart.width(), chart.height());
            chart.marks().forEach(mark -> draw(mark, graphics));
        } catch (LinkageError | InternalError | NullPointerException e) { // the JDK throws these without fonts
            throw new IOException(
                    "cannot draw text: Java finds no fonts on this machine."
                            + " Install fontconfig and a font, for example: apt-get install fontconfig fonts-dejavu-core",
                    e);
        } finally {
            graphics.dispose();
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static void draw(Mark mark, Graphics2D graphics) {
        switch (mark) {
            case Bar bar -> {
                use(Ink.BAR, graphics);
                graphics.fill(new Rectangle2D.Double(bar.x(), bar.y(), bar.width(), bar.height()));
            }
            case Line line -> {
                use(line.ink(), graphics);
                graphics.setStroke(new BasicStroke((float) line.width()));
                graphics.draw(path(line.points()));
            }
            case Dot(Point centre, double radius) -> {
                use(Ink.BAR, graphics);
                graphics.fill(new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius));
            }
            case Text text -> draw(text, graphics);
        }
    }

    private static void use(Ink ink, Graphics2D graphics) {
        graphics.setColor(new Color(ink.rgb()));
    }

    private static Path2D path(List<Point> points) {
        var path = new Path2D.Double();
        path.moveTo(points.getFirst().x(), points.getFirst().y());
        points.forEach(point -> path.lineTo(point.x(), point.y()));
        return path;
    }

    private static void draw(Text text, Graphics2D graphics) {
        use(text.ink(), graphics);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, text.size()));
        double width =
                graphics.getFontMetrics().getStringBounds(text.text(), graphics).getWidth();
        double before = switch (text.align()) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        graphics.drawString(text.text(), (float) (text.anchor().x() - before), (float)
                text.anchor().y());
    }
}
