package dev.puce.spy.render;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.CallSink;
import dev.puce.spy.log.LogWriter;
import dev.puce.spy.redaction.Redaction;
import dev.puce.spy.redaction.Redactor;
import java.io.IOException;
import java.io.OutputStream;

/// Shows calls of any source in the layout of pcsc-spy 2.x.
public final class PcscSpyView implements CallSink {
    private final PcscSpyRenderer renderer;
    private final LogWriter log;
    private final Columns columns = new Columns();

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
