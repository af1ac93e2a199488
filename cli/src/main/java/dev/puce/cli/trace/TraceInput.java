package dev.puce.cli.trace;

import dev.puce.iso7816.Printable;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/// Opens the FILE argument of commands that read traces; `-` is standard input.
public final class TraceInput {
    private static final int MAX_PROBLEMS_SHOWN = 20;

    private TraceInput() {}

    /// Opens a file or standard input.
    ///
    /// @param redaction how much of the secrets to remove
    public static TraceFile open(String file, Redaction redaction, PrintWriter err) throws IOException {
        var problems = new Problems(file, err);
        var options = TraceFile.Options.redacting(redaction);
        return file.equals("-")
                ? TraceFile.of(System.in, "standard input", options, problems)
                : TraceFile.open(Path.of(file), options, problems);
    }

    /// Reports the first problems one by one, then that there are more.
    private static final class Problems implements ProblemListener {
        private final String file;
        private final PrintWriter err;
        private int count;

        Problems(String file, PrintWriter err) {
            this.file = file;
            this.err = err;
        }

        @Override
        public void problem(long line, String what) {
            count++;
            if (count <= MAX_PROBLEMS_SHOWN) {
                err.println("puce: " + file + ", line " + line + ": " + Printable.of(what));
            } else if (count == MAX_PROBLEMS_SHOWN + 1) {
                err.println("puce: " + file + ": more problems follow");
            }
            err.flush();
        }
    }
}
