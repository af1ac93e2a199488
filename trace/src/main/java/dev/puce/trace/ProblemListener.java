package dev.puce.trace;

/// Takes reports of lines that could not be read in a log or a recording. Reading goes on.
@FunctionalInterface
public interface ProblemListener {
    /// Something could not be read.
    ///
    /// @param line number of the line, from 1
    /// @param what the problem and its consequence, without the data of the line, which may be secret
    void problem(long line, String what);

    /// A problem of the file as a whole: nothing or only its beginning could be read.
    ///
    /// @param what the problem
    default void file(String what) {}

    /// No more problems follow: the log or the recording is closed.
    default void end() {}
}
