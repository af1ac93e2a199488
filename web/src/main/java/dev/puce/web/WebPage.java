package dev.puce.web;

import dev.puce.spy.TraceListener;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A page that shows traces in a browser of this machine, and the server behind it.
///
/// Only programs of this machine reach the server, and only browsers that know the address with its token see
/// anything. The page gets redacted calls and cannot change the redaction.
public final class WebPage implements AutoCloseable {
    private final Redaction redaction;
    private final List<PageTrace> traces = new CopyOnWriteArrayList<>();
    private final WebServer server;

    private WebPage(int port, Redaction redaction) throws IOException {
        this.redaction = redaction;
        server = WebServer.start(port, new PageRequests(this));
    }

    /// Starts the server.
    ///
    /// @param port      TCP port, or 0 for a free one
    /// @param redaction how much of the secrets to remove from files that the page opens
    /// @throws IOException if the port cannot be used
    public static WebPage start(int port, Redaction redaction) throws IOException {
        return new WebPage(port, redaction);
    }

    /// The address of the page with its token. Everyone who knows it sees the traces.
    public URI address() {
        return server.address();
    }

    /// Shows a trace. Reads it on a thread of its own, and closes it.
    public void open(String name, TraceFile file) {
        open(name, List.of(file));
    }

    /// Shows the rotated files of a recording as one trace. Reads them on a thread of its own, and closes them.
    ///
    /// @param parts the oldest first, at least one
    public void open(String name, List<TraceFile> parts) {
        var trace = add(parts.getFirst(), name);
        Thread.ofPlatform().daemon().name("puce read").start(() -> read(parts, trace));
    }

    /// Reads a trace from a stream and shows it.
    ///
    /// @throws IOException if no format fits
    void upload(String name, InputStream in) throws IOException {
        var problems = new UploadProblems();
        var file = TraceFile.of(in, name, TraceFile.Options.redacting(redaction), problems);
        var trace = add(file, name);
        read(List.of(file), trace);
        problems.texts.forEach(trace::problem);
    }

    private static final class UploadProblems implements ProblemListener {
        final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void problem(long line, String what) {
            texts.add("line " + line + ": " + what);
        }

        @Override
        public void file(String what) {
            texts.add(what);
        }
    }

    private static void read(List<TraceFile> parts, PageTrace trace) {
        try (Closeable _ = () -> close(parts);
                var index = trace.index()) {
            TraceFile.read(parts, index);
            parts.forEach(part -> part.comments().forEach(trace::comment));
        } catch (IOException failed) {
            trace.problem(failed.getMessage());
        } finally {
            trace.become(PageTrace.State.COMPLETE);
        }
    }

    private static void close(List<TraceFile> parts) throws IOException {
        for (TraceFile part : parts) {
            part.close();
        }
    }

    /// Shows a live trace.
    ///
    /// @return receives its events
    public TraceListener live(String name, RecordingHeader header) {
        return LiveCalls.start(add(name, "live", header, PageTrace.State.LIVE));
    }

    private PageTrace add(TraceFile file, String name) {
        return add(name, file.format().name(), file.header(), PageTrace.State.LOADING);
    }

    private synchronized PageTrace add(String name, String format, RecordingHeader header, PageTrace.State state) {
        var trace = new PageTrace(traces.size(), name, format, header, state);
        traces.add(trace);
        return trace;
    }

    List<PageTrace> traces() {
        return traces;
    }

    Optional<PageTrace> trace(int number) {
        return number >= 0 && number < traces.size() ? Optional.of(traces.get(number)) : Optional.empty();
    }

    /// Ends the server. Browsers that show the page say that it has ended.
    @Override
    public void close() {
        server.close();
    }
}
