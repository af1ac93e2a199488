package dev.puce.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Tests the convenience methods of [Pcsc].
class PcscTest {
    private final AtomicReference<Call> asked = new AtomicReference<>();

    private Pcsc answering(Answer answer) {
        return new Pcsc() {
            @Override
            public Answer answer(Call call) {
                asked.set(call);
                return answer;
            }

            @Override
            public String description() {
                return "a test";
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void followUp_removes_the_changed_flag() {
        var seen = new ReaderState(
                "a", Optional.empty(), new EventState(7 << 16 | EventState.CHANGED | EventState.PRESENT), Bytes.EMPTY);
        assertThat(seen.followUp()).isEqualTo(new ReaderQuery("a", new EventState(7 << 16 | EventState.PRESENT)));
    }

    @Test
    void connect_makes_a_connect_call() {
        Pcsc pcsc = answering(Answer.success(new Result.Connect(7, Protocol.T1)));
        assertThat(pcsc.connect(3, "reader", ShareMode.SHARED, Protocols.ANY).card())
                .isEqualTo(7);
        assertThat(asked.get()).isEqualTo(new Call.Connect(3, "reader", ShareMode.SHARED, Protocols.ANY));
    }

    @Test
    void failure_message_names_attempt_code_and_remedy() {
        Pcsc pcsc = answering(Answer.of(ReturnCode.SHARING_VIOLATION));
        assertThatThrownBy(() -> pcsc.connect(3, "ACS 00 00", ShareMode.SHARED, Protocols.ANY))
                .isInstanceOfSatisfying(
                        PcscException.class, e -> assertThat(e.code()).isEqualTo(ReturnCode.SHARING_VIOLATION))
                .hasMessage("cannot connect to \"ACS 00 00\" (SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0|SCARD_PROTOCOL_T1):"
                        + " SCARD_E_SHARING_VIOLATION (0x8010000B), another program holds the card;"
                        + " close the other program, or wait until it releases the card");
    }

    @Test
    void only_an_exclusive_connection_is_advised_to_connect_shared() {
        Pcsc pcsc = answering(Answer.of(ReturnCode.SHARING_VIOLATION));
        assertThatThrownBy(() -> pcsc.connect(3, "ACS 00 00", ShareMode.EXCLUSIVE, Protocols.ANY))
                .hasMessageEndingWith("or wait until it releases the card, or connect shared");
    }

    @Test
    void summary_is_the_message_without_the_remedy() {
        Pcsc pcsc = answering(Answer.of(ReturnCode.NO_SERVICE));
        assertThatThrownBy(() -> pcsc.establishContext(Scope.SYSTEM))
                .isInstanceOfSatisfying(
                        PcscException.class,
                        e -> assertThat(e.summary())
                                .isEqualTo("cannot establish a context (SCARD_SCOPE_SYSTEM): SCARD_E_NO_SERVICE"
                                        + " (0x8010001D), the PC/SC service is not running or not reachable"));
    }

    @Test
    void messages_contain_no_command_bytes() {
        Pcsc pcsc = answering(Answer.of(ReturnCode.RESET_CARD));
        assertThatThrownBy(() -> pcsc.transmit(1, Protocol.T1, Bytes.hex("00200081 04 31323334")))
                .hasMessageStartingWith("cannot transmit a command of 9 bytes: SCARD_W_RESET_CARD (0x80100068)");
    }

    @Test
    void message_for_an_unknown_code_contains_its_number() {
        Pcsc pcsc = answering(Answer.of(new ReturnCode(0x80109999)));
        assertThatThrownBy(() -> pcsc.beginTransaction(1)).hasMessage("cannot start a transaction: 0x80109999");
    }

    @Test
    void listReaders_returns_an_empty_list_without_readers() {
        Pcsc pcsc = answering(Answer.of(ReturnCode.NO_READERS_AVAILABLE));
        assertThat(pcsc.listReaders(1)).isEmpty();
    }

    @Test
    void getStatusChange_returns_the_states_after_a_timeout() {
        var state =
                new ReaderState("r", Optional.of(EventState.UNAWARE), new EventState(EventState.EMPTY), Bytes.EMPTY);
        Pcsc pcsc = answering(new Answer(ReturnCode.TIMEOUT, new Result.GetStatusChange(List.of(state))));
        var queries = List.of(new ReaderQuery("r", EventState.UNAWARE));
        assertThat(pcsc.getStatusChange(1, Duration.ofNanos(1), queries)).containsExactly(state);
        assertThat(asked.get()).isEqualTo(new Call.GetStatusChange(1, OptionalLong.of(1), Optional.of(queries)));
    }

    @Test
    void timeouts_longer_than_infinite_are_infinite() {
        Pcsc pcsc = answering(Answer.success(new Result.GetStatusChange(List.of())));
        pcsc.getStatusChange(1, Duration.ofSeconds(Long.MAX_VALUE), List.of());
        assertThat(((Call.GetStatusChange) asked.get()).timeout()).hasValue(0xFFFF_FFFFL);
    }

    @Test
    void transmit_fills_the_callers_buffer() {
        Pcsc pcsc = answering(Answer.success(new Result.Transmit(Pci.of(Protocol.T1), Bytes.hex("01029000"))));
        var response = new byte[6];
        assertThat(pcsc.transmit(1, Protocol.T1, new byte[5], response)).isEqualTo(4);
        assertThat(response).containsExactly(1, 2, 0x90, 0, 0, 0);
    }
}
