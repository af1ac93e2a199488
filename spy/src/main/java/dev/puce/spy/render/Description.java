package dev.puce.spy.render;

import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TextBuffer;

/// A call in words, without times: what matters of its arguments and results.
public final class Description {
    private Description() {}

    /// The words.
    public static String of(TracedCall traced) {
        var out = new TextBuffer();
        new CallText(Palette.NONE, false).append(out, traced);
        return out.toString().strip();
    }

    /// The words, without what differs between two executions.
    public static String diffable(TracedCall traced) {
        var out = new TextBuffer();
        new CallText(Palette.NONE, true).append(out, traced);
        return out.toString().strip();
    }
}
