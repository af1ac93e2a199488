package dev.puce.cli.trace;

import dev.puce.iso7816.Printable;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.TraceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/// Opens the FILE argument of commands that read calls; `-` is standard input.
public final class TraceInput {
    private static final int MAX_PROBLEMS_SHOWN = 20;

    private TraceInput() {}

    public static TraceFile open(String file, PrintWriter err) throws IOException {
        var problems = new Problems(file, err);
        return file.equals("-")
                ? TraceFile.of(System.in, "standard input", problems)
                : TraceFile.open(Path.of(file), problems);
    }

    /// Tells the first problems one by one, and then that there are more.
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
                err.println("puce: " + file + ": more problems follow and are not told");
            }
            err.flush();
        }
    }
}
