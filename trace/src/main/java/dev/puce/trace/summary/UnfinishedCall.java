package dev.puce.trace.summary;

import java.io.Serializable;

/// A call that never returned.
///
/// @param sequence    its number
/// @param function    name of the function
/// @param program     name of the program; empty if it is not known
/// @param waitedNanos time from its start to the end of the trace, in nanoseconds; 0 if times are unknown
public record UnfinishedCall(long sequence, String function, String program, long waitedNanos)
        implements Serializable {}
