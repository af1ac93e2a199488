package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.wire.Direction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionDecoderTest {
    private final List<String> events = new ArrayList<>();
    private final ConnectionDecoder decoder = new ConnectionDecoder(Caller.UNKNOWN, 0, new Names(), 0);

    private final class Names implements TraceListener {
        @Override
        public void accept(TraceEvent event) {
            events.add(
                    event instanceof TraceEvent.Incident(var _, var _, String text)
                            ? text
                            : event.getClass().getSimpleName());
        }

        @Override
        public void close() {}
    }

    @Test
    void an_end_in_the_middle_of_a_request_is_reported_with_its_bytes() {
        decoder.passed(Direction.TO_DAEMON, 1, ByteBuffer.wrap(new byte[3]));
        decoder.ended(ConnectionEnd.DAEMON_CLOSED, 2, "");
        assertThat(events)
                .containsExactly(
                        "Opened",
                        ConnectionEnd.DAEMON_CLOSED.text(),
                        "the connection ended after 3 bytes of an unfinished request",
                        "Closed");
    }

    @Test
    void a_program_that_closes_its_connection_causes_no_incident() {
        decoder.ended(ConnectionEnd.CLIENT_CLOSED, 2, "");
        assertThat(events).containsExactly("Opened", "Closed");
    }

    @Test
    void dropped_bytes_are_reported_with_their_number() {
        decoder.dropped(1, 4711);
        assertThat(events.getLast()).startsWith("4711 bytes passed that were not captured");
    }
}
