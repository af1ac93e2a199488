package dev.puce.trace.file;

import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.TraceFormat;
import java.io.IOException;
import java.util.List;

/// Finds the format of a file from its beginning. Of a slow pipe it reads no more than it needs.
///
/// @param beginning the bytes that were read
/// @param formats   the formats that fit, the most certain first
record Detection(Beginning beginning, List<TraceFormat> formats) {
    /// So many lines of a pipe that pauses are enough, if a format fits.
    private static final int ENOUGH_LINES = 20;

    static Detection of(PeekedInput in) throws IOException {
        boolean isOpen = true;
        while (true) {
            while (isOpen && in.available() > 0) {
                isOpen = in.peekMore();
            }
            var beginning = Beginning.of(in.peeked());
            var formats = TraceFormats.detect(beginning);
            if (!isOpen || isEnough(beginning, formats)) {
                return new Detection(beginning, formats);
            }
            isOpen = in.peekMore();
        }
    }

    private static boolean isEnough(Beginning beginning, List<TraceFormat> formats) {
        return !formats.isEmpty()
                && (beginning.lines().size() > ENOUGH_LINES
                        || formats.getFirst().detect(beginning) == TraceFormat.CERTAIN);
    }
}
