package dev.puce.trace.file;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.file.TraceFormats.Found;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.Margin;
import dev.puce.trace.source.TraceFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Finds the format of a file from its beginning. Of a slow pipe it reads no more than it needs.
///
/// If no format fits, the lines may be quoted, indented or passed through another logger: then puce looks behind
/// that margin.
///
/// @param beginning the bytes that were read, and the lines without margin
/// @param formats   the formats that fit, the most certain first
record Detection(Beginning beginning, List<Found> formats) {
    /// So many lines of a pipe that pauses are enough, if a format fits.
    private static final int ENOUGH_LINES = 20;

    /// A log with an indent of its own may be indented again.
    private static final int MOST_INDENTS = 2;

    /// So many bytes show which prefix the lines have.
    private static final int TRIED_BYTES = 1 << 14;

    static Detection of(PeekedInput in) throws IOException {
        boolean isOpen = true;
        while (true) {
            while (isOpen && in.available() > 0) {
                isOpen = in.peekMore();
            }
            var detection = of(in.peeked());
            if (!isOpen || detection.isEnough()) {
                return detection;
            }
            isOpen = in.peekMore();
        }
    }

    private boolean isEnough() {
        return !formats.isEmpty()
                && (beginning.lines().size() > ENOUGH_LINES
                        || formats.getFirst().confidence() == TraceFormat.CERTAIN);
    }

    private static Detection of(Bytes bytes) {
        var best = behind(bytes, Margin.NONE);
        var quoted = best;
        for (int quotes = 1; quotes <= Margin.MOST_QUOTES && quoted.isQuoted(); quotes++) {
            quoted = behind(bytes, new Margin(quotes, "", Optional.empty()));
            best = best.orBetter(quoted);
        }
        if (best.isNamed()) {
            return best;
        }
        // Behind some prefix, a few lines of arrows look like lines of another format.
        var prefixed = behindPrefix(bytes);
        return prefixed.confidence() > best.confidence() ? prefixed : best;
    }

    private boolean isQuoted() {
        return beginning.lines().stream().anyMatch(line -> line.startsWith(">"));
    }

    /// Detects behind a margin, and behind a wider one if nothing fits.
    private static Detection behind(Bytes bytes, Margin margin) {
        var found = at(bytes, margin);
        if (found.isNamed()) {
            return found;
        }
        var wider = margin;
        for (int i = 0; i < MOST_INDENTS && !found.isNamed(); i++) {
            wider = wider.indented(Margin.indent(at(bytes, wider).beginning.lines()));
            found = at(bytes, wider).orBetter(found);
        }
        return found.isNamed() ? found : found.orBetter(at(bytes, wider.logged()));
    }

    /// Detects behind the prefix with which most lines are in a named format, tried on the first lines.
    private static Detection behindPrefix(Bytes bytes) {
        var start = bytes.slice(0, Math.min(bytes.length(), TRIED_BYTES));
        var best = at(start, Margin.NONE);
        for (Margin prefixed : Margin.prefixes(best.beginning.lines())) {
            best = best.orBetter(at(start, prefixed));
        }
        return at(bytes, best.beginning.margin());
    }

    private static Detection at(Bytes bytes, Margin margin) {
        var beginning = Beginning.of(bytes, margin);
        return new Detection(beginning, TraceFormats.detect(beginning));
    }

    /// Whether a format fits that is not the one of arrows and hex.
    private boolean isNamed() {
        return !formats.isEmpty() && !formats.getFirst().isGeneric();
    }

    private Detection orBetter(Detection other) {
        if (isNamed() != other.isNamed()) {
            return isNamed() ? this : other;
        }
        return other.confidence() > confidence() ? other : this;
    }

    private int confidence() {
        return formats.isEmpty() ? TraceFormat.NONE : formats.getFirst().confidence();
    }
}
