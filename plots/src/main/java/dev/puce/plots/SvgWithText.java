package dev.puce.plots;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Element;

/// Draws SVG with Batik, with text elements instead of outlines of letters.
///
/// XChart draws text as outlines (its issue 499). Outlines make files large, and text cannot be searched,
/// selected or read aloud. The caller knows the texts on the chart. If an outline equals that of a known text,
/// this class writes a `text` element instead; other shapes are drawn unchanged.
final class SvgWithText extends SVGGraphics2D {
    /// XChart measures some texts with this context, others with that of the drawing.
    private static final FontRenderContext WHOLE_PIXELS = new FontRenderContext(null, true, false);

    /// A text in a font, and the bounds of its outline at the origin.
    private record Word(String text, Font font, double advance, Rectangle2D ink) {}

    /// Texts by their outline, moved to the origin.
    private final Map<List<Float>, Word> words = new HashMap<>();

    /// Creates a drawing without a size.
    ///
    /// @param texts the possible texts
    /// @param fonts the possible fonts
    SvgWithText(SVGGeneratorContext context, Set<String> texts, Set<Font> fonts) {
        super(context, false);
        for (String text : texts) {
            for (Font font : text.isBlank() ? Set.<Font>of() : fonts) {
                remember(text, font, WHOLE_PIXELS);
                remember(text, font, getFontRenderContext());
            }
        }
    }

    private void remember(String text, Font font, FontRenderContext context) {
        var layout = new TextLayout(text, font, context);
        Shape outline = layout.getOutline(null);
        words.putIfAbsent(atOrigin(outline), new Word(text, font, layout.getAdvance(), outline.getBounds2D()));
    }

    private static List<Float> atOrigin(Shape outline) {
        Rectangle2D bounds = outline.getBounds2D();
        var path = new ArrayList<Float>();
        var points = new float[6];
        for (PathIterator i = outline.getPathIterator(null); !i.isDone(); i.next()) {
            int segment = i.currentSegment(points);
            path.add((float) segment);
            int coordinates = switch (segment) {
                case PathIterator.SEG_CLOSE -> 0;
                case PathIterator.SEG_QUADTO -> 4;
                case PathIterator.SEG_CUBICTO -> 6;
                default -> 2;
            };
            for (int c = 0; c < coordinates; c++) {
                double corner = c % 2 == 0 ? bounds.getX() : bounds.getY();
                path.add(Math.round((points[c] - corner) * 100) / 100f);
            }
        }
        return path;
    }

    /// Does nothing: the charts need no clipping, and clip paths would double the file size.
    @Override
    public void setClip(Shape clip) {}

    /// Does nothing; see [#setClip].
    @Override
    public void clip(Shape clip) {}

    @Override
    public void fill(Shape shape) {
        Word word = words.get(atOrigin(shape));
        if (word == null) {
            super.fill(shape);
            return;
        }
        Rectangle2D bounds = shape.getBounds2D();
        setFont(word.font());
        write(
                word,
                bounds.getX() - word.ink().getX(),
                bounds.getY() - word.ink().getY());
    }

    /// Writes the text with its width, so that it fits even if the viewer uses another font.
    private void write(Word word, double x, double y) {
        Element element = getDOMFactory().createElementNS("http://www.w3.org/2000/svg", "text");
        element.setAttribute("x", generatorCtx.doubleString(x));
        element.setAttribute("y", generatorCtx.doubleString(y));
        element.setAttribute("textLength", generatorCtx.doubleString(word.advance()));
        element.setAttribute("lengthAdjust", "spacingAndGlyphs");
        element.setTextContent(word.text());
        getDOMGroupManager().addElement(element, DOMGroupManager.FILL);
    }
}
