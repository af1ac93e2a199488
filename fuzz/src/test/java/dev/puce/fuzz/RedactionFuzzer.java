package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.assembler.CallAssembler;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The calls of any conversation lose their secrets and are shown. Redaction removes only the end of the sent bytes.
/// It always removes a PIN in the plainest of commands, and no view fails.
public final class RedactionFuzzer {
    /// VERIFY with a PIN of eight bytes (ISO/IEC 7816-4, 11.6.6), without chaining and secure messaging.
    private static final Bytes VERIFY = Bytes.hex("00 20 00");

    private static final int VERIFY_LENGTH = 5 + 8;

    private RedactionFuzzer() {}

    /// Entry point of Jazzer: the input is a script for a conversation.
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            show(calls(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TracedCall> calls(byte[] input) {
        var calls = new ArrayList<TracedCall>();
        var assembler = new CallAssembler(calls::add);
        assembler.opened(1, Caller.UNKNOWN, 0);
        assembler.opened(2, Caller.UNKNOWN, 0);
        new Script(input, assembler).play();
        assembler.end(Long.MAX_VALUE / 2);
        return calls;
    }

    private static void show(List<TracedCall> calls) throws IOException {
        for (var redaction : List.of(Redaction.FULL, Redaction.SHAPE)) {
            var redactor = new Redactor(redaction);
            var views = views(redaction);
            for (var call : calls) {
                var shown = redactor.redact(call);
                check(call, shown);
                for (var view : views) {
                    view.accept(shown);
                }
            }
            for (var view : views) {
                view.close();
            }
        }
    }

    private static void check(TracedCall call, TracedCall shown) {
        if (call.call() instanceof Call.Transmit sent && shown.call() instanceof Call.Transmit seen) {
            int visible = seen.sendBuffer().length();
            boolean isVerify = sent.sendBuffer().length() == VERIFY_LENGTH
                    && sent.sendBuffer().slice(0, 3).equals(VERIFY)
                    && sent.sendBuffer().get(4) == 8;
            boolean sane = sent.sendBuffer().slice(0, visible).equals(seen.sendBuffer())
                    && (seen.hidden().isPresent()
                            || visible == sent.sendBuffer().length())
                    && !(isVerify && visible > 5);
            if (!sane) {
                throw new AssertionError("redacted, " + call + " is " + shown);
            }
        }
    }

    private static List<CallSink> views(Redaction redaction) throws IOException {
        var out = OutputStream.nullOutputStream();
        return List.of(
                new CallsRenderer(out, new CallsRenderer.Options(Palette.ANSI, false, true, true)),
                new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, true, true)),
                new RecordingWriter(out, RecordingHeader.of("relay", Instant.EPOCH, redaction), true));
    }
}
