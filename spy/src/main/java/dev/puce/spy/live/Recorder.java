package dev.puce.spy.live;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Records all calls in a file. It writes whenever all events were delivered, rotates files by size and age
/// ([Rotation]), and creates the file again if another process has removed it.
///
/// A full or failing disk costs calls. The first failure is reported at once, the number of lost calls at the end.
public final class Recorder implements TraceListener {
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final RecordingHeader header;
    private final CallSink entrance;
    private Rotation rotation;
    private Consumer<String> incidents = what -> {};

    private RecordingFile file;
    private boolean failing;
    private boolean failureReported;
    private long retryNanos;
    private long unwritten; // calls
    private long recorded;
    private long lost;

    /// Creates the recording. A full disk is reported with the first call.
    ///
    /// @param filter places a filter in front of the recording
    /// @throws IOException if the file cannot be created
    public Recorder(Path path, RecordingHeader header, Rotation rotation, UnaryOperator<CallSink> filter)
            throws IOException {
        this.path = path;
        this.header = header;
        this.rotation = rotation;
        entrance = filter.apply(new Recording());
        file = new RecordingFile(path, header);
        try {
            file.writeHeader();
        } catch (IOException full) {
            // nothing is lost yet, and there is no listener for the report yet
        }
    }

    /// Sets the listener for problems. To be called before the trace starts.
    public void onIncident(Consumer<String> listener) {
        incidents = listener;
    }

    /// Number of calls in the recording, without marks.
    public long recorded() {
        return recorded;
    }

    /// Number of calls that could not be recorded.
    public long lost() {
        return lost;
    }

    @Override
    public synchronized void accept(TraceEvent event) {
        try {
            switch (event) {
                case TraceEvent.Called(TracedCall call) -> entrance.accept(call);
                case TraceEvent.Incident(Caller caller, long nanos, String text) ->
                    add(() -> file.add(caller, nanos, text));
                case TraceEvent.CaughtUp() -> write();
                case TraceEvent.Waiting _, TraceEvent.Opened _, TraceEvent.Passed _, TraceEvent.Closed _ -> {}
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /// Receives the calls that pass the filter.
    private final class Recording implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            if (failing && System.nanoTime() - retryNanos < 0) {
                lost++;
                return;
            }
            add(() -> file.add(call));
            if (!(call.call() instanceof Call.Mark)) {
                unwritten++;
            }
        }

        @Override
        public void close() {}
    }

    private interface Line {
        void add() throws IOException;
    }

    /// Adds a line to the file, or to a new file if this one is too old or would become too long.
    private void add(Line line) throws IOException {
        if (file.hasEnoughUnwritten()) {
            write();
        }
        if (rotation.isDue(file.ageNanos())) {
            continueInNewFile();
        }
        line.add();
        if (file.isLongerThan(rotation.bytes())) {
            file.dropLast();
            continueInNewFile();
            line.add();
        }
    }

    private void continueInNewFile() {
        var before = file;
        write();
        if (file == before) { // writing creates a new file if another process has removed this one
            rotate();
        }
    }

    private void write() {
        if (!file.hasUnwritten()) {
            return;
        }
        try {
            boolean gone = file.isGone(); // before writing: lines in a removed file would be lost
            if (gone) {
                createAgain();
            }
            file.write();
            recorded += unwritten;
            unwritten = 0;
            failing = false;
            if (gone) {
                incidents.accept(path + " was removed or replaced: the recording continues in a new file");
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        lost += unwritten;
        unwritten = 0;
        retryNanos = System.nanoTime() + RETRY_NANOS;
        failing = true;
        if (!failureReported) {
            failureReported = true;
            incidents.accept("cannot write " + path + " (" + e.getMessage()
                    + "): calls are lost until it can be written. Their number is reported at the end");
        }
    }

    /// Closes the old file only after the new one was created.
    private void rotate() {
        try {
            rotation.shift(path);
            var old = file;
            file = new RecordingFile(path, header);
            closeOld(old);
        } catch (IOException e) {
            rotation = Rotation.NEVER;
            incidents.accept(
                    "cannot start a new file (" + e.getMessage() + "): the recording continues in the old one");
            return;
        }
        try {
            file.writeHeader();
        } catch (IOException e) {
            failed(e);
        }
    }

    private static void closeOld(RecordingFile file) {
        try {
            file.close();
        } catch (IOException alreadyGone) {
            // its calls were written, or counted as lost, before
        }
    }

    /// Creates the file again, with the unwritten lines of the removed one.
    private void createAgain() throws IOException {
        var gone = file;
        try {
            file = new RecordingFile(path, header);
        } catch (IOException e) {
            gone.dropUnwritten(); // counted as lost
            throw e;
        }
        file.moveUnwrittenFrom(gone);
        closeOld(gone);
    }

    @Override
    public synchronized void close() {
        write();
        if (lost > 0) {
            incidents.accept(lost + (lost == 1 ? " call is" : " calls are") + " not in " + path);
        }
        try {
            file.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
