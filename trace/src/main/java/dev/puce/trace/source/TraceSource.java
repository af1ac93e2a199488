package dev.puce.trace.source;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.time.LocalTime;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/// The calls of one trace file. They can be read once.
public interface TraceSource {
    /// The circumstances of the calls, as far as the file states them.
    RecordingHeader header();

    /// Time of day of time 0, for a log that has times of day and no dates, in the zone of the log. Known once
    /// [#read] has passed a call with a start.
    default Optional<LocalTime> timeOfDay() {
        return Optional.empty();
    }

    /// Passes all calls to the sink, which stays open. Reports lines that cannot be read, and goes on.
    ///
    /// @throws IOException if the file cannot be read, or from the sink
    void read(CallSink sink) throws IOException;

    /// The comments of people on calls, by number of the call, as far as they have been read.
    default SortedMap<Long, String> comments() {
        return Collections.emptySortedMap();
    }
}
