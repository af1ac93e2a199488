package dev.puce.spy.assembler;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Transcript;
import dev.puce.testkit.Transcript.Side;
import dev.puce.wire.Conversation;
import dev.puce.wire.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Assembles the calls of recorded conversations.
final class Recordings {
    private Recordings() {}

    /// The calls of all connections, in order of their start.
    static List<TracedCall> calls(Transcript transcript) {
        var calls = new ArrayList<TracedCall>();
        var assembler = new CallAssembler(calls::add);
        var conversations = new HashMap<Integer, Conversation>();
        for (Transcript.Seen line : transcript.seen()) {
            int connection = line.connection();
            var conversation = conversations.computeIfAbsent(connection, _ -> {
                assembler.opened(connection, caller(connection), line.micros() * 1000);
                return new Conversation(message -> assembler.message(connection, message));
            });
            line.deliver(
                    conversation::fromClient,
                    conversation::fromDaemon,
                    (side, nanos) -> conversation.closed(
                            side == Side.CLIENT ? Direction.TO_DAEMON : Direction.TO_CLIENT, nanos));
        }
        calls.sort(Comparator.comparingLong(TracedCall::startNanos));
        return calls;
    }

    static Caller caller(int connection) {
        return new Caller(
                "program",
                OptionalInt.of(4711),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                connection,
                Optional.empty());
    }
}
