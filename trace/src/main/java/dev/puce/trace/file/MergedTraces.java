package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several traces of the same time as one: the calls of all, in the order in which they ended. Each call names its
/// trace in [dev.puce.pcsc.Provenance#source].
///
/// Clocks are aligned as well as the traces allow:
///
/// - A trace with dates keeps its times.
/// - A trace with times of day is on the day of the first trace with dates. Its zone is that of this machine.
/// - Any other trace begins when the earliest of the traces begins.
///
/// An offset moves a trace. Numbers of calls are those within their trace. Memory does not grow with the traces.
public final class MergedTraces {
    private final List<Input> inputs;
    private final ZoneId zone;
    private final LocalDate day;

    /// One of the traces.
    ///
    /// @param name   its name in the views
    /// @param offset added to its times
    public record Input(String name, TraceFile trace, Duration offset) {}

    /// @param inputs at least one trace; the caller closes them
    /// @param zone   zone of logs that have times of day
    public MergedTraces(List<Input> inputs, ZoneId zone) {
        this.inputs = List.copyOf(inputs);
        this.zone = zone;
        day = earliest().map(start -> LocalDate.ofInstant(start, zone)).orElse(LocalDate.EPOCH);
    }

    /// The header of the whole: only the start is known, if a trace has dates.
    public RecordingHeader header() {
        var first = inputs.getFirst().trace().header();
        return RecordingHeader.of("merged", earliest(), first.redaction());
    }

    private Optional<Instant> earliest() {
        return inputs.stream()
                .flatMap(input -> input.trace().header().start().stream().map(start -> start.plus(input.offset())))
                .min(Instant::compareTo);
    }

    /// A trace that is being read.
    private final class Track implements AutoCloseable {
        final Input input;
        final PulledTrace calls;
        Optional<TracedCall> next;
        /// Nanoseconds from time 0 of the whole to time 0 of this trace.
        long shift;
        /// End of the latest call, in nanoseconds since time 0 of the whole.
        long time;

        Track(Input input) throws IOException {
            this.input = input;
            calls = PulledTrace.of(input.trace());
            next = calls.next();
        }

        /// Time 0 of this trace without offset; empty if the trace does not state it.
        Optional<Instant> start() {
            return input.trace()
                    .header()
                    .start()
                    .or(() -> input.trace()
                            .timeOfDay()
                            .map(time -> day.atTime(time).atZone(zone).toInstant()));
        }

        void pull() throws IOException {
            next = calls.next();
            next.ifPresent(call -> time = Math.max(time, end(call)));
        }

        private long end(TracedCall call) {
            if (!call.hasStart()) {
                return time;
            }
            boolean timed = call.outcome().isPresent() && call.outcome().get().hasDuration();
            return shift + call.startNanos() + (timed ? call.outcome().get().durationNanos() : 0);
        }

        TracedCall placed(TracedCall call) {
            return new TracedCall(
                    call.sequence(),
                    call.caller(),
                    call.hasStart() ? call.startNanos() + shift : call.startNanos(),
                    call.call(),
                    call.outcome(),
                    call.provenance().in(input.name()));
        }

        @Override
        public void close() {
            calls.close();
        }
    }

    /// Passes the calls of all traces to the sink, which stays open.
    ///
    /// @throws IOException if a trace cannot be read, or from the sink
    public void read(CallSink sink) throws IOException {
        var tracks = new ArrayList<Track>();
        try {
            for (Input input : inputs) {
                tracks.add(new Track(input));
            }
            align(tracks);
            for (var track = first(tracks); track.isPresent(); track = first(tracks)) {
                sink.accept(track.get().placed(track.get().next.orElseThrow()));
                track.get().pull();
            }
        } finally {
            tracks.forEach(Track::close);
        }
    }

    private void align(List<Track> tracks) {
        var zero = earliest()
                .or(() ->
                        tracks.stream().flatMap(track -> track.start().stream()).min(Instant::compareTo));
        for (Track track : tracks) {
            long behind = track.start().isPresent()
                    ? Duration.between(zero.orElseThrow(), track.start().get()).toNanos()
                    : 0;
            track.shift = behind + track.input.offset().toNanos();
            track.time = track.shift;
            track.next.ifPresent(call -> track.time = track.end(call));
        }
    }

    /// The trace whose next call ended first.
    private static Optional<Track> first(List<Track> tracks) {
        Track first = null;
        for (Track track : tracks) {
            if (track.next.isPresent() && (first == null || track.time < first.time)) {
                first = track;
            }
        }
        return Optional.ofNullable(first);
    }
}
