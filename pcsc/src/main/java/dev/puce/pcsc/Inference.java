package dev.puce.pcsc;

/// A part of a traced call that puce inferred from a log, because the log does not state it.
public enum Inference {
    /// The program or thread was found by time alone.
    CALLER,
    /// The reader was found by context.
    READER,
    /// Several calls were open, and the log does not tell which of them the answer belongs to.
    ANSWER
}
