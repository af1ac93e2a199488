package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.OutputStream;

/// Shows calls of any source in the layout of pcsc-spy 2.x.
public final class PcscSpyView implements CallSink {
    private final PcscSpyRenderer renderer;
    private final LogWriter log;
    private final ThreadColumns columns = new ThreadColumns();

    /// Writes to a stream, which stays open.
    public PcscSpyView(OutputStream stream, PcscSpyRenderer.Options options) {
        // Calls have lost their secrets before they come here.
        renderer = new PcscSpyRenderer(stream, options, new Redactor(Redaction.OFF));
        log = new LogWriter(renderer);
    }

    @Override
    public void accept(TracedCall call) {
        if (!(call.call() instanceof Call.Unknown)) {
            log.write(new TracedCall(
                    call.sequence(), columns.place(call.caller()), call.startNanos(), call.call(), call.outcome()));
        }
    }

    @Override
    public void close() throws IOException {
        renderer.close();
    }
}
