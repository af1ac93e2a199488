package dev.puce.trace;

/// Is told what could not be read of a log or a recording. Reading goes on.
@FunctionalInterface
public interface ProblemListener {
    /// Something could not be read.
    ///
    /// @param line number of the line, from 1
    /// @param what what was met and what was done about it, without the data of the line, which may be secret
    void problem(long line, String what);
}
