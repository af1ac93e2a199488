package dev.puce.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ConnectionsTest {
    private final TracedConnections connections = new TracedConnections();

    private static TracedCall transmit(Provenance provenance) {
        return new TracedCall(
                1,
                Caller.UNKNOWN,
                TracedCall.UNKNOWN_NANOS,
                new Call.Transmit(Call.UNKNOWN_HANDLE, Pci.UNKNOWN, Bytes.hex("00"), OptionalLong.empty()),
                Optional.of(new TracedCall.Outcome(
                        ReturnCode.UNKNOWN,
                        TracedCall.UNKNOWN_NANOS,
                        new Result.Transmit(Pci.UNKNOWN, Bytes.hex("9000")))),
                provenance);
    }

    @Test
    void handle_leads_to_reader_until_it_is_disconnected() {
        connections.reader(Calls.traced(
                1, new Call.Connect(1, "one", ShareMode.SHARED, Protocols.ANY), new Result.Connect(7, Protocol.T1)));
        var begin = Calls.traced(2, new Call.BeginTransaction(7), Result.NONE);
        assertThat(connections.reader(begin)).isEqualTo("one");
        connections.reader(Calls.traced(3, new Call.Disconnect(7, Disposition.LEAVE), Result.NONE));
        assertThat(connections.reader(begin)).isEmpty();
    }

    @Test
    void call_without_handle_belongs_to_the_reader_that_the_log_names() {
        assertThat(connections.reader(transmit(Provenance.ofReader("one")))).isEqualTo("one");
        assertThat(connections.reader(transmit(Provenance.ofReader("two")))).isEqualTo("two");
        assertThat(connections.reader(transmit(Provenance.DIRECT))).isEmpty();
    }

    @Test
    void connections_at_one_reader_lead_to_one_card() {
        var one = connections.observe(transmit(Provenance.ofReader("one")));
        var other = connections.observe(Calls.traced(
                1, new Call.Connect(1, "one", ShareMode.SHARED, Protocols.ANY), new Result.Connect(7, Protocol.T1)));
        assertThat(other).isNotSameAs(one);
        assertThat(other.cardKey()).isEqualTo(one.cardKey());
    }
}
