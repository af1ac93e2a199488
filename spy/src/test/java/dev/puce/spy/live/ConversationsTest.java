package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Caller;
import dev.puce.spy.relay.ConnectionEnd;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConversationsTest {
    private static final Caller CALLER = new Caller(
            "program", OptionalInt.empty(), OptionalInt.empty(), List.of(), Optional.empty(), 1, Optional.empty());

    /// Keeps what it is told; but for one thing, the n-th after the begin, it has no heap.
    private static final class Told implements MessageListener {
        private final List<String> told = new ArrayList<>();
        private int untilShortage = Integer.MAX_VALUE;

        private void tell(String what) {
            if (untilShortage-- == 0) {
                throw new OutOfMemoryError("as if");
            }
            told.add(what);
        }

        @Override
        public void opened(Caller caller, long nanos) {}

        @Override
        public void message(Caller caller, Message message) {
            tell("message");
        }

        @Override
        public void closed(Caller caller, ConnectionEnd ending, Message.Closed message) {
            tell("closed");
        }

        @Override
        public void incident(Caller caller, long nanos, String what) {
            tell(what);
        }

        @Override
        public void caughtUp() {}
    }

    private final Told listener = new Told();
    private final Conversations conversations = new Conversations(listener, new Redactor(Redaction.FULL), 0);

    @BeforeEach
    void a_program_connects() {
        conversations.opened(CALLER, 0);
    }

    /// The capture thread tells an end again if there was no memory for it.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void an_end_for_which_memory_did_not_suffice_is_told_once_when_it_comes_again(int shortage) {
        conversations.passed(1, Direction.TO_DAEMON, 1, ByteBuffer.wrap(new byte[3]));
        endsTwice(shortage);
        assertThat(listener.told)
                .containsExactly(
                        ConnectionEnd.DAEMON_CLOSED.text(),
                        "the connection ended after 3 bytes of an unfinished request",
                        "closed");
    }

    @Test
    void an_end_is_told_though_memory_did_not_suffice_for_what_stood_before_it() {
        conversations.passed(1, Direction.TO_CLIENT, 1, ByteBuffer.wrap(new byte[3])); // nobody has asked
        endsTwice(1);
        assertThat(listener.told).containsExactly(ConnectionEnd.DAEMON_CLOSED.text(), "closed");
    }

    private void endsTwice(int shortage) {
        listener.untilShortage = shortage;
        assertThatThrownBy(() -> conversations.ended(1, 2, ConnectionEnd.DAEMON_CLOSED, ""))
                .isInstanceOf(OutOfMemoryError.class);
        conversations.ended(1, 2, ConnectionEnd.DAEMON_CLOSED, "");
    }
}
