package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Function;

/// Takes what [LogParser] finds in a log, line by line, so that calls of several threads come as they overlapped.
public interface LogHandler {
    /// A call begins.
    ///
    /// @param thread number of the thread, from 0 in the order of appearance
    /// @param id     the thread as the log names it
    /// @param micros wall clock, in microseconds since 1970
    void begin(int thread, String id, Function function, long micros);

    /// A value of the thread's call.
    void value(int thread, LogItem item, LogText text);

    /// A value that should have been there is not: the log is damaged.
    void missing(int thread, LogItem item);

    /// The thread's call returned.
    void end(int thread, LogEnd end);

    /// The thread's call never returned, as far as the log shows.
    void unfinished(int thread);
}
