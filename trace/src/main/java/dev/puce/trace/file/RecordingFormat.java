package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingReader;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.io.IOException;
import java.util.SortedMap;

/// The recordings of puce.
final class RecordingFormat implements TraceFormat {
    @Override
    public String name() {
        return "recording";
    }

    @Override
    public String description() {
        return "recording of puce (JSON Lines)";
    }

    @Override
    public int detect(Beginning beginning) {
        var first = beginning.lines().stream().filter(line -> !line.isBlank()).findFirst();
        if (first.isEmpty() || !first.get().stripLeading().startsWith("{")) {
            return NONE;
        }
        return first.get().contains(RecordingHeader.FORMAT) ? CERTAIN : 1;
    }

    @Override
    public TraceSource open(SourceInput input) throws IOException {
        var reader = new RecordingReader(input.stream(), input.problems());
        return new TraceSource() {
            @Override
            public RecordingHeader header() {
                return reader.header();
            }

            @Override
            public void read(CallSink sink) throws IOException {
                reader.read(sink);
            }

            @Override
            public SortedMap<Long, String> comments() {
                return reader.comments();
            }
        };
    }
}
