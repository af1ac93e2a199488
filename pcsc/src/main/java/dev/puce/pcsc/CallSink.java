package dev.puce.pcsc;

import java.io.IOException;

/// Consumes a sequence of calls: recorders, views, statistics, and stages before them (redaction, filters).
///
/// One thread at a time calls a sink. A source with several threads needs a queue.
public interface CallSink extends AutoCloseable {
    /// Takes the next call. A running call has no outcome yet; it is passed again, with the same sequence number,
    /// when it ends.
    ///
    /// @throws IOException if writing failed
    void accept(TracedCall call) throws IOException;

    /// Writes remaining output (totals, a buffer) and frees resources.
    ///
    /// @throws IOException if writing failed
    @Override
    void close() throws IOException;
}
