package dev.puce.trace.pcscd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The lines were printed by pcscd 1.9.9.
final class PcscdFormatTest {
    private static List<TracedCall> read(String text) throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                "test",
                TraceFile.Options.redacting(Redaction.OFF),
                (line, what) -> {
                    throw new AssertionError(line + ": " + what);
                })) {
            assertThat(trace.format().name()).isEqualTo("pcscd");
            trace.read(calls);
        }
        return calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .toList();
    }

    private static final String CONNECTION = """
            00000031 winscard_svc.c:361:ContextThread() Received command: CMD_VERSION from client 11
            00000003 winscard_svc.c:396:ContextThread() CMD_VERSION for client 11, rv=SCARD_S_SUCCESS
            00000030 winscard_svc.c:361:ContextThread() Received command: CONNECT from client 11
            00000002 winscard.c:258:SCardConnect() Attempting Connect to Reader 0 using protocol: 3
            00000002 winscard.c:430:SCardConnect() Active Protocol: T=0
            00000005 winscard.c:456:SCardConnect() hCard Identity: ae4e47e
            00000003 winscard_svc.c:523:ContextThread() CONNECT for client 11, rv=SCARD_S_SUCCESS
            """;

    private static final String EXCHANGE = """
            00000010 winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client 11
            00000004 winscard.c:1596:SCardTransmit() Send Protocol: T=0
            00000004 APDU: 00 A4 04 00\s
            00000438 SW: 90 00\s
            00000002 winscard_svc.c:694:ContextThread() TRANSMIT for client 11, rv=SCARD_S_SUCCESS
            """;

    @Test
    void connect_has_reader_protocol_handle_and_duration_but_no_share_mode() throws IOException {
        var connect = read(CONNECTION).getFirst();
        var call = (Call.Connect) connect.call();
        assertThat(call.reader()).isEqualTo("Reader 0");
        assertThat(call.shareMode()).isEqualTo(ShareMode.UNKNOWN);
        assertThat(connect.result()).isEqualTo(new Result.Connect(0xae4e47e, Protocol.T0));
        assertThat(connect.outcome().orElseThrow().code()).isEqualTo(ReturnCode.SUCCESS);
        assertThat(connect.outcome().orElseThrow().durationNanos()).isEqualTo(12_000);
    }

    @Test
    void transmit_of_a_client_with_one_card_has_its_handle() throws IOException {
        var transmit = read(CONNECTION + EXCHANGE).getLast();
        assertThat(((Call.Transmit) transmit.call()).card()).isEqualTo(0xae4e47e);
        assertThat(transmit.provenance().reader()).hasValue("Reader 0");
        assertThat(transmit.provenance().inferred()).isEmpty();
        assertThat(transmit.outcome().orElseThrow().durationNanos()).isEqualTo(448_000);
    }

    @Test
    void transmit_of_a_connection_that_began_before_the_log_has_no_handle() throws IOException {
        var transmit = read(EXCHANGE).getFirst();
        assertThat(((Call.Transmit) transmit.call()).card()).isEqualTo(Call.UNKNOWN_HANDLE);
        assertThat(transmit.provenance().reader()).isEmpty();
    }

    @Test
    void commands_of_two_clients_at_the_same_time_are_marked() throws IOException {
        var calls = read("""
                00000010 winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client 11
                00000010 winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client 12
                00000004 APDU: 00 A4 04 00\s
                00000004 APDU: 00 B0 00 00\s
                00000438 SW: 90 00\s
                00000002 winscard_svc.c:694:ContextThread() TRANSMIT for client 12, rv=SCARD_S_SUCCESS
                00000438 SW: 6D 00\s
                00000002 winscard_svc.c:694:ContextThread() TRANSMIT for client 11, rv=SCARD_S_SUCCESS
                """);
        assertThat(calls).hasSize(2);
        assertThat(calls).allMatch(call -> call.provenance().inferred().contains(Inference.ANSWER));
        assertThat(((Result.Transmit) calls.getFirst().result()).recvBuffer()).isEqualTo(Bytes.hex("6D00"));
        assertThat(calls.getFirst().caller().connection())
                .isNotEqualTo(calls.getLast().caller().connection());
    }

    @Test
    void threads_decide_which_client_a_command_belongs_to() throws IOException {
        var calls = read("""
                00000010 [1] winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client 11
                00000010 [2] winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client 12
                00000004 [2] APDU: 00 B0 00 00\s
                00000004 [1] APDU: 00 A4 04 00\s
                00000438 [1] SW: 90 00\s
                00000438 [2] SW: 6D 00\s
                00000002 [2] winscard_svc.c:694:ContextThread() TRANSMIT for client 12, rv=SCARD_S_SUCCESS
                00000002 [1] winscard_svc.c:694:ContextThread() TRANSMIT for client 11, rv=SCARD_S_SUCCESS
                """);
        assertThat(calls).noneMatch(call -> call.provenance().inferred().contains(Inference.ANSWER));
        assertThat(((Call.Transmit) calls.getFirst().call()).sendBuffer()).isEqualTo(Bytes.hex("00A40400"));
        assertThat(((Result.Transmit) calls.getFirst().result()).recvBuffer()).isEqualTo(Bytes.hex("9000"));
    }

    @Test
    void name_of_a_code_has_the_number_of_pcsc_lite() throws IOException {
        var calls = read(CONNECTION + """
                00000010 winscard_svc.c:361:ContextThread() Received command: CONTROL from client 11
                00000002 winscard_svc.c:743:ContextThread() CONTROL for client 11, rv=SCARD_E_UNSUPPORTED_FEATURE
                """);
        assertThat(calls.getLast().outcome().orElseThrow().code()).isEqualTo(ReturnCode.UNEXPECTED);
    }

    @Test
    void client_number_that_is_used_again_is_another_connection() throws IOException {
        var calls = read(CONNECTION + EXCHANGE + "00000653 winscard_svc.c:354:ContextThread() Client die: 11\n"
                + CONNECTION + EXCHANGE);
        assertThat(calls.stream().map(call -> call.caller().connection())).containsExactly(1, 1, 2, 2);
    }

    @Test
    void lines_of_the_journal_in_a_quoted_mail_are_read() throws IOException {
        var quoted = (CONNECTION + EXCHANGE).replaceAll("(?m)^(?=\\d)", "> Oct 17 10:22:36 desk pcscd[2811]: ");
        assertThat(read(quoted.replace("\n", "\r\n"))).isEqualTo(read(CONNECTION + EXCHANGE));
    }
}
