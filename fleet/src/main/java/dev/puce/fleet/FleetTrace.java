package dev.puce.fleet;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.RedactingSink;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/// A trace: one file, or the rotated files of one recording.
///
/// @param name  its name for people: the path of its newest file
/// @param files its files, the oldest first
/// @param bytes length of its files
record FleetTrace(String name, List<String> files, long bytes) implements Serializable {
    FleetTrace {
        files = List.copyOf(files);
    }

    /// Makes the receiver of the calls.
    @FunctionalInterface
    interface SinkMaker {
        CallSink make(RecordingHeader header) throws IOException;
    }

    private static final class Problems implements ProblemListener {
        long count;

        @Override
        public void problem(long line, String what) {
            count++;
        }

        @Override
        public void file(String what) {
            count++;
        }
    }

    /// Passes the calls of all files to a sink, without secrets. Damaged lines and files are counted, and the rest is
    /// read.
    ///
    /// @param maker makes the sink for the header of the oldest file
    /// @return whether a file could be read
    boolean read(FileSystems fileSystems, SinkMaker maker, InputCount count) {
        var problems = new Problems();
        Optional<CallSink> sink = Optional.empty();
        for (String file : files) {
            try (var in = fileSystems.open(file);
                    var part = TraceFile.of(in, file, TraceFile.Options.redacting(Redaction.OFF), problems)) {
                if (sink.isEmpty()) {
                    var header = part.header().redacted(Redaction.FULL);
                    sink = Optional.of(new RedactingSink(Redaction.FULL, maker.make(header)));
                }
                part.read(sink.get());
            } catch (IOException e) {
                count.unreadable(e.getMessage());
            }
        }
        if (sink.isPresent()) {
            count.read(problems.count);
        }
        return sink.isPresent();
    }
}
