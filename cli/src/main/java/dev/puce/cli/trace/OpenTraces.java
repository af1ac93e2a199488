package dev.puce.cli.trace;

import dev.puce.cli.terminal.ProgressBar;
import dev.puce.trace.file.MergedTraces;
import dev.puce.trace.file.TraceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Several traces that a command reads together.
public final class OpenTraces implements AutoCloseable {
    private static final int NANO_DIGITS = 9;

    private final List<String> files;
    private final List<TraceFile> traces = new ArrayList<>();

    /// Opens all, or none.
    ///
    /// @param files the FILE arguments; `-` is standard input
    /// @throws IOException if one cannot be opened
    public OpenTraces(List<String> files, TraceFile.Options options, PrintWriter err) throws IOException {
        this(files, options, ProgressBar.NONE, err);
    }

    /// The same with a bar from [TraceInput].
    OpenTraces(List<String> files, TraceFile.Options options, ProgressBar progress, PrintWriter err)
            throws IOException {
        this.files = files;
        try {
            for (String file : files) {
                traces.add(TraceInput.open(file, options, progress, err));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Opens all, or none, for commands that print after they have read. A terminal shows how much of long files has
    /// been read.
    ///
    /// @param files the FILE arguments; `-` is standard input
    /// @throws IOException if one cannot be opened
    public static OpenTraces withProgress(List<String> files, TraceFile.Options options, PrintWriter err)
            throws IOException {
        return new OpenTraces(files, options, TraceInput.progress(files, err), err);
    }

    /// Returns all traces as one.
    ///
    /// @param offsets seconds to add to the times of a trace, by its number from 1
    public MergedTraces merged(Map<Integer, BigDecimal> offsets) {
        var inputs = new ArrayList<MergedTraces.Input>();
        for (int i = 0; i < traces.size(); i++) {
            var seconds = offsets.getOrDefault(i + 1, BigDecimal.ZERO);
            var offset = Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValue());
            inputs.add(new MergedTraces.Input(names().get(i), traces.get(i), offset));
        }
        return new MergedTraces(inputs, ZoneId.systemDefault());
    }

    /// Returns the traces, in the order of the FILE arguments.
    public List<TraceFile> inOrder() {
        return List.copyOf(traces);
    }

    /// The names of the files without folders, unless two are the same.
    private List<String> names() {
        var names = files.stream()
                .map(file ->
                        file.equals("-") ? "stdin" : Path.of(file).getFileName().toString())
                .toList();
        return new HashSet<>(names).size() == names.size() ? names : files;
    }

    @Override
    public void close() throws IOException {
        for (TraceFile trace : traces) {
            trace.close();
        }
    }
}
