package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CardSessionsTest {
    private final CardSessions sessions = new CardSessions();

    private static TracedCall select(Provenance provenance, String name) {
        var command = Bytes.hex("00A40400").plus(Bytes.of(name.length() / 2)).plus(Bytes.hex(name));
        return new TracedCall(
                1,
                Caller.UNKNOWN,
                TracedCall.UNKNOWN_NANOS,
                new Call.Transmit(Call.UNKNOWN_HANDLE, Pci.UNKNOWN, command, OptionalLong.empty()),
                Optional.of(new TracedCall.Outcome(
                        ReturnCode.UNKNOWN,
                        TracedCall.UNKNOWN_NANOS,
                        new Result.Transmit(Pci.UNKNOWN, Bytes.hex("9000")))),
                provenance);
    }

    @Test
    void calls_without_handles_are_one_session_for_each_reader() {
        sessions.observe(select(Provenance.ofReader("one"), "A000000308"));
        sessions.observe(select(Provenance.ofReader("two"), "D27600012401"));
        assertThat(sessions.observe(select(Provenance.ofReader("one"), "00")))
                .hasValue(new CardSessions.Session("one", Optional.of(Bytes.hex("A000000308"))));
        assertThat(sessions.observe(select(Provenance.ofReader("two"), "00")))
                .hasValue(new CardSessions.Session("two", Optional.of(Bytes.hex("D27600012401"))));
    }

    @Test
    void calls_without_handle_and_reader_are_a_session_at_an_unknown_reader() {
        sessions.observe(select(Provenance.DIRECT, "A000000308"));
        assertThat(sessions.observe(select(Provenance.DIRECT, "00")))
                .hasValue(new CardSessions.Session("", Optional.of(Bytes.hex("A000000308"))));
    }
}
