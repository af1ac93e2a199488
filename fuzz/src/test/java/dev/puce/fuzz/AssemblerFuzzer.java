package dev.puce.fuzz;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.assembler.CallAssembler;
import dev.puce.wire.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Any bytes, and any conversation that a daemon and a client could have, become calls: nothing is thrown,
/// and calls are numbered and end after they began.
public final class AssemblerFuzzer {
    private static final int SCRIPTED = 1;

    private AssemblerFuzzer() {}

    /// Entry point of Jazzer. The first byte says whether the rest is bytes of a conversation or a script for one.
    public static void fuzzerTestOneInput(byte[] input) {
        var calls = new ArrayList<TracedCall>();
        assemble(input, calls::add);
        check(calls);
        Allocation.check(input.length, () -> assemble(input, _ -> {}));
    }

    private static void assemble(byte[] input, Consumer<TracedCall> out) {
        var assembler = new CallAssembler(out);
        assembler.opened(1, Caller.UNKNOWN, 0);
        assembler.opened(2, Caller.UNKNOWN, 0);
        if (input.length > 0 && input[0] == SCRIPTED) {
            new Script(input, assembler).play();
        } else {
            Pieces.read(input).feed(new Conversation(message -> assembler.message(1, message)));
        }
        assembler.end(Long.MAX_VALUE / 2);
    }

    private static void check(List<TracedCall> calls) {
        for (int i = 0; i < calls.size(); i++) {
            TracedCall call = calls.get(i);
            boolean sane = call.sequence() == i + 1
                    && call.startNanos() >= 0
                    && call.outcome()
                            .map(outcome -> outcome.durationNanos() >= 0)
                            .orElse(true);
            if (!sane) {
                throw new AssertionError("call " + (i + 1) + " is " + call);
            }
        }
    }
}
