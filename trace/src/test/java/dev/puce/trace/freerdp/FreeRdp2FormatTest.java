package dev.puce.trace.freerdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `freerdp-2.11.log` has the smart-card lines of FreeRDP 2.11 of Debian 12 in a session with xrdp. At the same time,
/// `puce spy` recorded the calls that are expected here.
final class FreeRdp2FormatTest {
    private static List<TracedCall> calls() throws IOException {
        var problems = new ArrayList<String>();
        var calls = new CallList();
        try (var trace = TraceFile.of(
                FreeRdp2FormatTest.class.getResourceAsStream("freerdp-2.11.log"),
                "freerdp-2.11.log",
                TraceFile.Options.redacting(Redaction.OFF),
                (line, what) -> problems.add(line + ": " + what))) {
            assertThat(trace.format().name()).isEqualTo("freerdp");
            trace.read(calls);
        }
        assertThat(problems).isEmpty();
        return calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .toList();
    }

    @Test
    void calls_and_codes_are_those_that_spy_recorded() throws IOException {
        assertThat(calls())
                .extracting(call -> call.call().function().symbol() + " "
                        + call.outcome().orElseThrow().code().symbol())
                .containsExactly(
                        "SCardEstablishContext SCARD_S_SUCCESS",
                        "SCardListReaders SCARD_S_SUCCESS",
                        "SCardConnect SCARD_S_SUCCESS",
                        "SCardBeginTransaction SCARD_S_SUCCESS",
                        "SCardTransmit SCARD_S_SUCCESS",
                        "SCardTransmit SCARD_S_SUCCESS",
                        "SCardTransmit SCARD_S_SUCCESS",
                        "SCardEndTransaction SCARD_S_SUCCESS",
                        "SCardDisconnect SCARD_S_SUCCESS",
                        "SCardReleaseContext SCARD_S_SUCCESS");
    }

    @Test
    void exchanges_are_those_that_spy_recorded() throws IOException {
        assertThat(calls().stream().filter(call -> call.call() instanceof Call.Transmit))
                .extracting(call -> ((Call.Transmit) call.call()).sendBuffer().toHex() + " > "
                        + ((Result.Transmit) call.result()).recvBuffer().toHex())
                .containsExactly(
                        "00A4040006D27600012401 > 9000",
                        "00CA006E00 > "
                                + "6E81EC4F10D276000124010304FFFFEC61DA3800005F520A0031C573C001C00590007F66080202100002021000"
                                + "7381BFC00A7F000800080008000001C106010800002000C206010800002000C306010800002000C407007F7F7F"
                                + "030003C53C00000000000000000000000000000000000000000000000000000000000000000000000000000000"
                                + "0000000000000000000000000000000000000000C63C0000000000000000000000000000000000000000000000"
                                + "00000000000000000000000000000000000000000000000000000000000000000000000000CD0C000000000000"
                                + "000000000000DE060100020003009000",
                        "00CA00FF00 > 6A88");
    }

    @Test
    void handles_are_the_numbers_that_spy_recorded() throws IOException {
        var calls = calls();
        assertThat(calls.get(0).result()).isEqualTo(new Result.EstablishContext(0x556B855AL));
        assertThat(calls.get(2).result())
                .isInstanceOfSatisfying(
                        Result.Connect.class,
                        connect -> assertThat(connect.card()).isEqualTo(0x1D8D30DBL));
        assertThat(((Call.Transmit) calls.get(4).call()).card()).isEqualTo(0x1D8D30DBL);
    }
}
