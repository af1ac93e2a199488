package dev.puce.trace.render;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;

/// Calls in words, without times: their important arguments and results. For one thread; remembers the descriptions of
/// commands, which repeat themselves.
public final class Description {
    private final CallText text;
    private final TextBuffer out = new TextBuffer();

    private Description(boolean diffable) {
        text = new CallText(Palette.NONE, diffable);
    }

    /// Tells everything.
    public static Description complete() {
        return new Description(false);
    }

    /// Leaves out what differs between two executions.
    public static Description diffable() {
        return new Description(true);
    }

    /// The bytes of a command and its answer, for a view that has their words.
    public String bytesOf(Call.Transmit transmit, Result result) {
        out.truncate(0);
        ApduText.bytes(out, transmit, result);
        return out.toString();
    }

    /// The call in words.
    public String of(TracedCall traced) {
        out.truncate(0);
        text.append(out, traced);
        return out.toString().strip();
    }
}
