package dev.puce.pcsc;

import java.io.IOException;

/// Takes calls one after the other: recorders, views, statistics, and what stands before them (redaction, filters).
///
/// One thread at a time calls a sink; who has several threads queues.
public interface CallSink extends AutoCloseable {
    /// Takes the next call. A call that is still running has no outcome yet; it comes again, with the same sequence
    /// number, when it has ended.
    ///
    /// @throws IOException if it could not be written
    void accept(TracedCall call) throws IOException;

    /// Writes what is left (totals, a buffer) and frees what is held.
    ///
    /// @throws IOException if it could not be written
    @Override
    void close() throws IOException;
}
