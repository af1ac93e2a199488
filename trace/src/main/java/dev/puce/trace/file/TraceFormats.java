package dev.puce.trace.file;

import dev.puce.trace.pcscspy.LibpcscspyFormat;
import dev.puce.trace.pcscspy.PcscSpyTextFormat;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.TraceFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The formats that puce reads. Of two that are equally sure of a file, the first in the list reads it.
public final class TraceFormats {
    private static final List<TraceFormat> ALL =
            List.of(new RecordingFormat(), new LibpcscspyFormat(), new PcscSpyTextFormat());

    private TraceFormats() {}

    /// All formats.
    public static List<TraceFormat> all() {
        return ALL;
    }

    /// The format of that name.
    public static Optional<TraceFormat> named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /// The formats that recognise themselves in a file, the most certain first.
    static List<TraceFormat> detect(Beginning beginning) {
        record Found(TraceFormat format, int confidence) {}
        return ALL.stream()
                .map(format -> new Found(format, format.detect(beginning)))
                .filter(found -> found.confidence > TraceFormat.NONE)
                .sorted(Comparator.comparingInt(Found::confidence).reversed())
                .map(Found::format)
                .toList();
    }
}
