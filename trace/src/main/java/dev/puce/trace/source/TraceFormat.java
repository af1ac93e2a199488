package dev.puce.trace.source;

import java.io.IOException;

/// A format of trace files: a recording of puce, or a log of another tool.
public interface TraceFormat {
    /// A confidence that no other format can exceed: the file names its format.
    int CERTAIN = Integer.MAX_VALUE;

    /// The file is not of this format.
    int NONE = 0;

    /// The name, as `--from` takes it: lower case, digits and `-`.
    String name();

    /// The format and the versions that it covers, in one line of at most 80 characters.
    String description();

    /// How sure it is that a file is of this format.
    ///
    /// @param beginning the first lines or bytes of the file
    /// @return [#NONE], [#CERTAIN], or the number of lines that only this format has
    int detect(Beginning beginning);

    /// Starts to read a trace of this format. The header may be read here; calls are not.
    ///
    /// @throws IOException if the input cannot be read, or is not of this format although the user says so
    TraceSource open(SourceInput input) throws IOException;
}
