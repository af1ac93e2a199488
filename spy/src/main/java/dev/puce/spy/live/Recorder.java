package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Keeps all calls in a file, and the file in order: it is written whenever everything that passed was told, begins
/// anew by size and age ([Rotation]), and is made again when somebody has taken it away.
///
/// A disk that is full or fails costs calls, which are counted and told; recording goes on as soon as it can.
public final class Recorder implements TraceOutput {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final RecordingHeader header;
    private Rotation rotation;
    private final Predicate<TracedCall> filter;
    private Consumer<String> incidents = what -> {};

    private RecordingFile file;
    private long nextLookNanos = System.nanoTime() + SECOND;
    private boolean failing;
    private long retryNanos;
    private long gathered;
    private long recorded;
    private long lost;
    private long lostBefore;

    /// Begins a recording.
    ///
    /// @param filter which calls are recorded
    /// @throws IOException if the file cannot be made
    public Recorder(Path path, RecordingHeader header, Rotation rotation, Predicate<TracedCall> filter)
            throws IOException {
        this.path = path;
        this.header = header;
        this.rotation = rotation;
        this.filter = filter;
        file = new RecordingFile(path, header);
    }

    /// Says who is told what goes wrong; to be called before the trace begins.
    public void onIncident(Consumer<String> listener) {
        incidents = listener;
    }

    /// How many calls are in the recording.
    public long recorded() {
        return recorded;
    }

    /// How many calls should have been, and are not.
    public long lost() {
        return lost;
    }

    @Override
    public void call(TracedCall call) {
        if (!filter.test(call)) {
            return;
        }
        if (failing && System.nanoTime() - retryNanos < 0) {
            lost++;
            return;
        }
        gathered++;
        try {
            file.add(call);
            if (rotation.isDue(file.size(), file.ageNanos())) {
                write();
                rotate();
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    @Override
    public void incident(Caller caller, long nanos, String what) {}

    @Override
    public void caughtUp() {
        write();
        long now = System.nanoTime();
        if (now - nextLookNanos >= 0) {
            nextLookNanos = now + SECOND;
            if (file.isGone()) {
                reopen();
            }
        }
    }

    private void write() {
        if (gathered == 0) {
            return;
        }
        try {
            file.write();
            recorded += gathered;
            gathered = 0;
            if (failing) {
                failing = false;
                incidents.accept("recording goes on; " + (lost - lostBefore) + " calls were lost");
                lostBefore = lost;
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        lost += gathered;
        gathered = 0;
        retryNanos = System.nanoTime() + SECOND;
        if (!failing) {
            failing = true;
            incidents.accept(
                    "cannot write " + path + " (" + e.getMessage() + "): calls are lost until it can be written");
        }
    }

    /// The old file is left only when there is a new one.
    private void rotate() {
        try {
            rotation.shift(path);
            var next = new RecordingFile(path, header);
            file.close();
            file = next;
        } catch (IOException e) {
            rotation = Rotation.NEVER;
            incidents.accept("cannot begin a new file (" + e.getMessage() + "): the recording grows where it is");
        }
    }

    private void reopen() {
        try {
            file.close();
        } catch (IOException alreadyGone) {
            // what is not in the file any more is missed in any case
        }
        try {
            file = new RecordingFile(path, header);
            incidents.accept(path + " was removed or replaced: the recording goes on in a new file");
        } catch (IOException e) {
            failed(e);
        }
    }

    @Override
    public void close() {
        write();
        try {
            file.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
