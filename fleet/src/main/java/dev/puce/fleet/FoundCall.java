package dev.puce.fleet;

import java.io.Serializable;

/// A call that a search found.
///
/// @param host          the machine; empty if it is not known
/// @param trace         name of the trace
/// @param sequence      number of the call in the trace
/// @param program       name of the program; empty if it is not known
/// @param reader        name of the reader; empty if it is not known
/// @param function      name of the function
/// @param code          return code; empty if the call never returned
/// @param durationNanos its duration; -1 if it is not known
/// @param line          the call as a line of a recording
/// @param text          the call as a line for people
record FoundCall(
        String host,
        String trace,
        long sequence,
        String program,
        String reader,
        String function,
        String code,
        long durationNanos,
        String line,
        String text)
        implements Serializable {}
