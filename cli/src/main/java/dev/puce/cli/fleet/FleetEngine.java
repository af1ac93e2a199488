package dev.puce.cli.fleet;

import java.io.IOException;
import java.io.PrintWriter;

/// Answers questions about the recordings of many machines. The add-on `fleet` provides it as a service.
public interface FleetEngine {
    /// Answers a question.
    ///
    /// @param out receives the answer, unless it goes to files
    /// @param err receives the numbers of files and lines that were left out
    /// @return the exit status
    /// @throws IOException if a path cannot be read, or the answer cannot be written
    int run(FleetJob job, FleetOutput output, PrintWriter out, PrintWriter err) throws IOException;
}
