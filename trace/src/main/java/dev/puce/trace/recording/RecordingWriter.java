package dev.puce.trace.recording;

import dev.puce.decode.Exchange;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.JsonEscapes;
import dev.puce.trace.KnownProcesses;
import dev.puce.trace.PrivateFile;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.TracedCards;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// Writes a recording, or shows calls as JSON Lines, which is the same.
///
/// Calls are written when they have ended; one that never returned is written as it came last. Redaction is not
/// done here: put a [dev.puce.trace.redaction.RedactingSink] in front.
public final class RecordingWriter implements ObservedSink {
    private static final int BUFFER = 1 << 16;

    private static final JsonFactory JSON = JsonEscapes.factory()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .rootValueSeparator("")
            .build();

    private final OutputStream target;
    private OutputStream out;
    private JsonGenerator json;
    private boolean lineIsUnfinished;
    private final boolean writesEachLine;
    private final KnownProcesses knownProcesses = new KnownProcesses();

    /// Follows cards to decode exchanges; empty if lines have no decoded values.
    private final Optional<TracedCards> cards;

    /// Writes to a stream, which closing the writer closes too.
    ///
    /// @param writesEachLine whether a line leaves as soon as it is whole; otherwise when some have gathered
    /// @throws IOException if the header cannot be written
    public RecordingWriter(OutputStream out, RecordingHeader header, boolean writesEachLine) throws IOException {
        this(out, header, writesEachLine, Optional.empty());
    }

    private RecordingWriter(
            OutputStream out, RecordingHeader header, boolean writesEachLine, Optional<TracedCards> cards)
            throws IOException {
        target = out;
        this.writesEachLine = writesEachLine;
        this.cards = cards;
        begin();
        try {
            write(header);
            endLine();
            this.out.flush();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    /// Writes to a stream, and adds the decoded values of each exchange, which recordings leave out.
    ///
    /// @param cards explains the exchanges
    public static RecordingWriter decoding(
            OutputStream out, RecordingHeader header, boolean writesEachLine, TracedCards cards) throws IOException {
        return new RecordingWriter(out, header, writesEachLine, Optional.of(cards));
    }

    /// Writes to a new file, which only its owner can read; a file that is there is replaced.
    ///
    /// @throws IOException if it cannot be created or written
    public static RecordingWriter create(Path file, RecordingHeader header) throws IOException {
        var channel = PrivateFile.create(file);
        try {
            return new RecordingWriter(Channels.newOutputStream(channel), header, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void write(RecordingHeader header) {
        json.writeStartObject();
        json.writeStringProperty("type", "header");
        json.writeStringProperty("format", RecordingHeader.FORMAT);
        json.writeNumberProperty("version", RecordingHeader.VERSION);
        header.start().ifPresent(start -> json.writeStringProperty("start", start.toString()));
        header.host().ifPresent(host -> json.writeStringProperty("host", host));
        if (!header.producer().isEmpty()) {
            json.writeStringProperty("producer", header.producer());
        }
        json.writeStringProperty("source", header.source());
        header.daemon().ifPresent(daemon -> json.writeStringProperty("daemon", daemon));
        header.protocolVersion().ifPresent(version -> json.writeStringProperty("protocol_version", version));
        if (!header.command().isEmpty()) {
            json.writeArrayPropertyStart("command");
            header.command().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeStringProperty("redaction", header.redaction().label());
        json.writeEndObject();
    }

    @Override
    public void accept(TracedCall traced) throws IOException {
        accept(traced, cards.isPresent() ? Optional.of(cards.get().observe(traced)) : Optional.empty());
    }

    @Override
    public void accept(TracedCall traced, Observation seen) throws IOException {
        accept(traced, cards.isPresent() ? Optional.of(seen) : Optional.empty());
    }

    private void accept(TracedCall traced, Optional<Observation> seen) throws IOException {
        try {
            write(traced, seen.flatMap(Observation::exchange));
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void begin() {
        var buffered = new BufferedOutputStream(target, BUFFER);
        json = JSON.createGenerator(ObjectWriteContext.empty(), buffered);
        out = buffered;
    }

    /// Starts a line. If the last one was not finished, for lack of memory, its start is forgotten. The caller takes
    /// back the part that has reached the stream.
    private void beginLine() {
        if (lineIsUnfinished) {
            knownProcesses.clear();
            begin();
        }
        lineIsUnfinished = true;
        json.writeStartObject();
    }

    private void write(TracedCall traced, Optional<Exchange> decoded) throws IOException {
        beginLine();
        json.writeStringProperty("type", traced.call() instanceof Call.Mark ? "mark" : "call");
        json.writeNumberProperty("seq", traced.sequence());
        if (traced.hasStart()) {
            writeMicros("start_us", traced.startNanos());
        }
        if (traced.outcome().isPresent() && traced.outcome().get().hasDuration()) {
            writeMicros("duration_us", traced.outcome().get().durationNanos());
        }
        var caller = traced.caller();
        write(caller, caller.pid().isPresent() && knownProcesses.meetsFirst(caller));
        write(traced.provenance());
        CallJson.write(json, traced);
        if (decoded.isPresent()) {
            write(decoded.get());
        }
        json.writeEndObject();
        endLine();
    }

    private void write(Exchange exchange) {
        json.writeObjectPropertyStart("decoded");
        DecodedJson.write(json, exchange, exchange.tree());
        json.writeEndObject();
    }

    private void write(Provenance provenance) {
        if (provenance.equals(Provenance.DIRECT)) {
            return;
        }
        provenance.source().ifPresent(source -> json.writeStringProperty("source", source));
        provenance.reader().ifPresent(reader -> json.writeStringProperty("reader", reader));
        if (!provenance.inferred().isEmpty()) {
            json.writeArrayPropertyStart("inferred");
            provenance.inferred().stream().sorted().forEach(inference -> json.writeString(inference.label()));
            json.writeEndArray();
        }
    }

    /// Writes a line about an event that is not a call: a daemon that died, calls that were lost. The line describes
    /// the caller in full. The caller's next call describes it again, since readers of calls skip this line.
    ///
    /// @param caller the program concerned; [Caller#UNKNOWN] for the recording as a whole
    /// @param nanos  when, in nanoseconds since the start of the trace
    /// @param what   the event, in words
    public void incident(Caller caller, long nanos, String what) throws IOException {
        beginLine();
        json.writeStringProperty("type", "incident");
        writeMicros("time_us", nanos);
        write(caller, !caller.commandLine().isEmpty() || caller.container().isPresent());
        json.writeStringProperty("what", what);
        json.writeEndObject();
        endLine();
    }

    /// Writes a comment of a person on a call. Readers of calls skip it.
    ///
    /// @param call number of the call
    public void comment(long call, String text) throws IOException {
        beginLine();
        json.writeStringProperty("type", "comment");
        json.writeNumberProperty("seq", call);
        json.writeStringProperty("text", text);
        json.writeEndObject();
        endLine();
    }

    /// Describes all processes again: the lines since the last one that is known to have arrived are lost.
    public void linesWereLost() {
        knownProcesses.clear();
    }

    /// @param introduces whether to say what is the same in all calls of the process; it also revokes what readers know
    ///                   of another process that had its number
    private void write(Caller caller, boolean introduces) {
        if (!caller.program().isEmpty()) {
            json.writeStringProperty("program", caller.program());
        }
        if (caller.pid().isPresent()) {
            json.writeNumberProperty("pid", caller.pid().getAsInt());
        }
        if (caller.uid().isPresent()) {
            json.writeNumberProperty("uid", caller.uid().getAsInt());
        }
        if (introduces) {
            json.writeArrayPropertyStart("command_line");
            caller.commandLine().forEach(json::writeString);
            json.writeEndArray();
            caller.container().ifPresent(container -> json.writeStringProperty("container", container));
        }
        if (caller.connection() != 0) {
            json.writeNumberProperty("connection", caller.connection());
        }
        if (caller.thread().isPresent()) {
            json.writeStringProperty("thread", caller.thread().get());
        }
    }

    /// Microseconds with nanoseconds behind the point, if there are any.
    private void writeMicros(String name, long nanos) {
        json.writeName(name);
        if (nanos % 1000 == 0) {
            json.writeNumber(nanos / 1000);
        } else {
            json.writeNumber(Micros.format(nanos));
        }
    }

    private void endLine() throws IOException {
        json.writeRaw('\n');
        json.flush();
        if (writesEachLine) {
            out.flush();
        }
        lineIsUnfinished = false;
    }

    @Override
    public void close() throws IOException {
        try {
            if (lineIsUnfinished) {
                begin();
            }
            json.close();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } finally {
            out.close();
        }
    }
}
