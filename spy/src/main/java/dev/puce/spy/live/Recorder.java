package dev.puce.spy.live;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.PrivateFile;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Keeps all calls in a file, and the file in order: it is written whenever everything that passed was told, begins
/// anew by size and age ([Rotation]), and is made again when somebody has taken it away.
///
/// A disk that is full or fails costs calls, which are counted and told; recording goes on as soon as it can.
public final class Recorder implements TraceOutput {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final RecordingHeader header;
    private Rotation rotation;
    private final RecordingFile.Opening opening;
    private final CallSink entrance;
    private Consumer<String> incidents = what -> {};

    private RecordingFile file;
    private boolean failing;
    private long retryNanos;
    private long gathered;
    private long recorded;
    private long lost;
    private long lostBefore;

    /// Of those that are lost, how many the heap cost since that was told.
    private long lostForMemory;

    /// Begins a recording. A disk that is full already is told of with the first call.
    ///
    /// @param filter puts something in front that decides which calls are recorded
    /// @throws IOException if the file cannot be made
    public Recorder(Path path, RecordingHeader header, Rotation rotation, UnaryOperator<CallSink> filter)
            throws IOException {
        this(path, header, rotation, filter, PrivateFile::create);
    }

    /// @param opening opens a file of the recording
    Recorder(
            Path path,
            RecordingHeader header,
            Rotation rotation,
            UnaryOperator<CallSink> filter,
            RecordingFile.Opening opening)
            throws IOException {
        this.path = path;
        this.header = header;
        this.rotation = rotation;
        this.opening = opening;
        entrance = filter.apply(new Recording());
        file = new RecordingFile(path, header, opening);
        try {
            file.begin();
        } catch (IOException full) {
            // there is nobody to be told yet, and nothing is lost yet
        }
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
    public synchronized void call(TracedCall call) {
        try {
            entrance.accept(call);
        } catch (IOException e) {
            failed(e);
        } catch (OutOfMemoryError shortage) {
            lost++;
            lostForMemory++;
        }
    }

    /// What stands behind the filter.
    private final class Recording implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            if (failing && System.nanoTime() - retryNanos < 0) {
                lost++;
                return;
            }
            add(() -> file.add(call));
            gathered++;
        }

        @Override
        public void close() {}
    }

    @Override
    public synchronized void incident(Caller caller, long nanos, String what) {
        try {
            add(() -> file.add(caller, nanos, what));
        } catch (IOException e) {
            failed(e);
        } catch (OutOfMemoryError shortage) {
            // there is no heap to tell of it; what is lost is counted, and told later
        }
    }

    private interface Line {
        void add() throws IOException;
    }

    /// Adds a line to the file, or to a new one if this one has served or would become too long by it.
    ///
    /// @throws OutOfMemoryError if there is no heap for it, or none to write the many that wait already
    private void add(Line line) throws IOException {
        if (file.hasEnoughUnwritten()) {
            write();
        }
        if (rotation.hasServed(file.ageNanos())) {
            goOnInNewFile();
        }
        line.add();
        if (file.isLongerThan(rotation.bytes())) {
            file.takeBackLast();
            goOnInNewFile();
            line.add();
        }
    }

    private void goOnInNewFile() {
        var served = file;
        write();
        if (file == served) { // telling that recording goes on may have begun a new one already
            rotate();
        }
    }

    @Override
    public synchronized void caughtUp() {
        writeIfThereIsHeap();
        tellWhatMemoryCost();
    }

    private void tellWhatMemoryCost() {
        if (lostForMemory > 0) {
            incidents.accept(lostForMemory + (lostForMemory == 1 ? " call is" : " calls are") + " not in " + path
                    + ": puce had no memory left");
            lostBefore += lostForMemory;
            lostForMemory = 0;
        }
    }

    /// Without heap the lines stay, and are written next time.
    private void writeIfThereIsHeap() {
        try {
            write();
        } catch (OutOfMemoryError shortage) {
            // what is lost is counted, and told later
        }
    }

    /// @throws OutOfMemoryError if there is no heap for it; the lines stay
    private void write() {
        if (!file.hasUnwritten()) {
            return;
        }
        try {
            boolean gone = file.isGone(); // before it is written: nobody reads what comes into such a file
            if (gone) {
                reopen();
            }
            file.write();
            recorded += gathered;
            gathered = 0;
            if (gone) {
                incidents.accept(path + " was removed or replaced: the recording goes on in a new file");
            }
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
            var served = file;
            file = new RecordingFile(path, header, opening);
            closeServed(served);
        } catch (IOException e) {
            rotation = Rotation.NEVER;
            incidents.accept("cannot begin a new file (" + e.getMessage() + "): the recording grows where it is");
            return;
        }
        try {
            file.begin();
        } catch (IOException e) {
            failed(e);
        }
    }

    private static void closeServed(RecordingFile file) {
        try {
            file.close();
        } catch (IOException alreadyGone) {
            // its calls were written or counted as lost before
        }
    }

    /// Makes the file again, with what was added to the one that somebody took away.
    private void reopen() throws IOException {
        var gone = file;
        RecordingFile fresh;
        try {
            fresh = new RecordingFile(path, header, opening);
        } catch (IOException e) {
            gone.forgetUnwritten(); // counted as lost
            throw e;
        }
        try {
            fresh.takeUnwritten(gone);
        } catch (OutOfMemoryError shortage) {
            closeServed(fresh);
            throw shortage;
        }
        file = fresh;
        closeServed(gone);
    }

    @Override
    public synchronized void close() {
        writeIfThereIsHeap();
        lost += gathered; // none, unless there is no heap to write them
        lostForMemory += gathered;
        tellWhatMemoryCost();
        long missing = lost - lostBefore;
        if (missing > 0) {
            incidents.accept(missing + (missing == 1 ? " call is" : " calls are") + " not in " + path);
        }
        try {
            file.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
