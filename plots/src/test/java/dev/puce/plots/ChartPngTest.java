package dev.puce.plots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.atr.report.Chart;
import dev.puce.atr.report.Chart.Align;
import dev.puce.atr.report.Chart.Bar;
import dev.puce.atr.report.Chart.Dot;
import dev.puce.atr.report.Chart.Ink;
import dev.puce.atr.report.Chart.Line;
import dev.puce.atr.report.Chart.Mark;
import dev.puce.atr.report.Chart.Point;
import dev.puce.atr.report.Chart.Text;
import dev.puce.atr.report.ChartPainter;
import dev.puce.testkit.Skip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ChartPngTest {
    private static final int WHITE = 0xFFFFFFFF;

    @Test
    void marks_are_where_the_chart_has_them_with_two_pixels_for_one() throws IOException {
        BufferedImage image = draw(
                new Bar(10, 10, 20, 5),
                new Dot(new Point(60, 20), 4),
                new Line(List.of(new Point(0, 40), new Point(100, 40)), Ink.TREND, 2));
        assertThat(image.getWidth()).isEqualTo(200);
        assertThat(image.getHeight()).isEqualTo(100);
        assertThat(image.getRGB(0, 0)).isEqualTo(WHITE);
        assertThat(image.getRGB(21, 21)).isEqualTo(0xFF000000 | Ink.BAR.rgb());
        assertThat(image.getRGB(59, 29)).isEqualTo(0xFF000000 | Ink.BAR.rgb());
        assertThat(image.getRGB(61, 29)).isEqualTo(WHITE);
        assertThat(image.getRGB(120, 40)).isEqualTo(0xFF000000 | Ink.BAR.rgb());
        assertThat(image.getRGB(100, 80)).isEqualTo(0xFF000000 | Ink.TREND.rgb());
    }

    @Test
    void text_is_left_of_its_anchor_or_right_of_it() throws IOException {
        var anchor = new Point(50, 30);
        BufferedImage right = draw(new Text(anchor, Align.START, 12, Ink.TEXT, "0x3B"));
        assertThat(hasInk(right, 100, 200)).isTrue();
        assertThat(hasInk(right, 0, 98)).isFalse();
        BufferedImage left = draw(new Text(anchor, Align.END, 12, Ink.TEXT, "0x3B"));
        assertThat(hasInk(left, 0, 100)).isTrue();
        assertThat(hasInk(left, 102, 200)).isFalse();
        BufferedImage around = draw(new Text(anchor, Align.MIDDLE, 12, Ink.TEXT, "0x3B"));
        assertThat(hasInk(around, 0, 100)).isTrue();
        assertThat(hasInk(around, 100, 200)).isTrue();
    }

    @Test
    void add_on_is_found_as_a_service() {
        assertThat(ServiceLoader.load(ChartPainter.class)).singleElement().isInstanceOf(ChartPng.class);
    }

    private static boolean hasInk(BufferedImage image, int from, int to) {
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                if (image.getRGB(x, y) != WHITE) {
                    return true;
                }
            }
        }
        return false;
    }

    private static BufferedImage draw(Mark... marks) throws IOException {
        try {
            return ImageIO.read(
                    new ByteArrayInputStream(new ChartPng().png(new Chart("A chart", 100, 50, List.of(marks)))));
        } catch (IOException e) {
            return Skip.because(
                    "no fonts are installed (" + e.getMessage() + ")", "apt-get install fontconfig fonts-dejavu-core");
        }
    }
}
