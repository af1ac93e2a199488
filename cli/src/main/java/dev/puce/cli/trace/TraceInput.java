package dev.puce.cli.trace;

import dev.puce.cli.terminal.InputFile;
import dev.puce.cli.terminal.ProgressBar;
import dev.puce.iso7816.Printable;
import dev.puce.posix.Terminal;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.file.RecordingPart;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Opens the FILE argument of commands that read traces; `-` is standard input.
public final class TraceInput {
    private static final int MAX_PROBLEMS_SHOWN = 20;

    private TraceInput() {}

    /// Opens a file or standard input, and detects its format.
    ///
    /// @param redaction how much of the secrets to remove
    public static TraceFile open(String file, Redaction redaction, PrintWriter err) throws IOException {
        return open(file, TraceFile.Options.redacting(redaction), err);
    }

    /// Opens a file or standard input. Names other formats that the file has lines of.
    public static TraceFile open(String file, TraceFile.Options options, PrintWriter err) throws IOException {
        return open(file, options, ProgressBar.NONE, err);
    }

    /// The same for commands that print after they have read: a terminal shows how much of a long file has been read.
    public static TraceFile openWithProgress(String file, TraceFile.Options options, PrintWriter err)
            throws IOException {
        return open(file, options, progress(List.of(file), err), err);
    }

    /// The same with a bar from this class, which makes way for problems and is closed with the trace.
    static TraceFile open(String file, TraceFile.Options options, ProgressBar progress, PrintWriter err)
            throws IOException {
        var problems = new Problems(file, progress, err);
        return announced(
                file,
                file.equals("-")
                        ? TraceFile.of(System.in, "standard input", options, problems)
                        : TraceFile.open(Path.of(file), in -> new CountedInput(in, progress), options, problems),
                err);
    }

    /// How much of some files has been read.
    static ProgressBar progress(List<String> files, PrintWriter err) {
        long size = files.stream()
                .mapToLong(file -> Path.of(file).toFile().length()) // 0 for pipes
                .sum();
        return ProgressBar.over(size > 0 ? OptionalLong.of(size) : OptionalLong.empty(), err);
    }

    /// The same for a command that prints to standard output while it reads. Standard output must make way for it.
    ///
    /// The reader of a pipe may be a pager or `grep`, which prints to the same terminal: then there is no bar.
    static ProgressBar progressWhilePrinting(List<String> files, PrintWriter err) {
        boolean isPipe = !Terminal.STANDARD_OUTPUT.isThere() && !Files.isRegularFile(Path.of("/dev/stdout"));
        return isPipe ? ProgressBar.NONE : progress(files, err);
    }

    /// Opens standard input or a file while another program writes to it.
    ///
    /// @param idle learns that no data comes
    static TraceFile openLive(String file, TraceFile.Options options, LiveInput.IdleListener idle, PrintWriter err)
            throws IOException {
        boolean isStandardInput = file.equals("-");
        InputStream in = isStandardInput ? System.in : Files.newInputStream(InputFile.notAFolder(Path.of(file)));
        return announced(
                file,
                TraceFile.of(
                        new LiveInput(in, !isStandardInput, idle),
                        isStandardInput ? "standard input" : file,
                        options,
                        new Problems(file, ProgressBar.NONE, err)),
                err);
    }

    private static TraceFile announced(String file, TraceFile trace, PrintWriter err) {
        for (TraceFormat other : trace.otherFormats()) {
            err.println("puce: " + file + " is read as " + trace.format().name() + "; it also has lines of "
                    + other.name() + ", which --from " + other.name() + " reads");
            err.flush();
        }
        return trace;
    }

    /// The FILE arguments of each trace, the oldest first: rotated files of one recording are one trace.
    public static List<List<String>> traces(List<String> files) throws IOException {
        var parts = new ArrayList<RecordingPart>();
        for (String file : files) {
            if (files.size() == 1 || !Files.isRegularFile(Path.of(file))) {
                parts.add(RecordingPart.other(file)); // pipes are read only once
            } else {
                try (var in = Files.newInputStream(Path.of(file))) {
                    parts.add(RecordingPart.of(file, in));
                }
            }
        }
        return RecordingPart.join(parts);
    }

    /// The name of a FILE argument without its folders.
    public static String nameOf(String file) {
        return file.equals("-")
                ? "standard input"
                : String.valueOf(Path.of(file).getFileName());
    }

    /// Reports the first problems one by one, then that there are more, and at the end how many.
    private static final class Problems implements ProblemListener {
        private final String file;
        private final ProgressBar progress;
        private final PrintWriter err;
        private int count;

        Problems(String file, ProgressBar progress, PrintWriter err) {
            this.file = file;
            this.progress = progress;
            this.err = err;
        }

        @Override
        public void problem(long line, String what) {
            count++;
            progress.clear();
            if (count <= MAX_PROBLEMS_SHOWN) {
                err.println("puce: " + file + ", line " + line + ": " + Printable.of(what));
            } else if (count == MAX_PROBLEMS_SHOWN + 1) {
                err.println("puce: " + file + ": more problems follow");
            }
            err.flush();
        }

        @Override
        public void file(String what) {
            progress.clear();
            err.println("puce: " + file + ": " + what);
            err.flush();
        }

        @Override
        public void end() {
            if (count > MAX_PROBLEMS_SHOWN) {
                err.println("puce: " + file + ": " + count + " problems in all");
                err.flush();
            }
        }
    }
}
