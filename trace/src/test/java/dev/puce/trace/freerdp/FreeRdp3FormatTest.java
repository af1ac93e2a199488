package dev.puce.trace.freerdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No log of FreeRDP 3 was available. The test writes one with the lines that its `smartcard_pack.c` prints.
final class FreeRdp3FormatTest {
    private static final int BUFFER = 1024;

    private final List<String> problems = new ArrayList<>();
    private final StringBuilder log = new StringBuilder();
    private int millis;

    private void print(String text) {
        millis++;
        log.append("[10:47:%02d:%03d] [1512:000005f3] [DEBUG][com.freerdp.scard.pack] - [trace]: %s\n"
                .formatted(millis / 1000, millis % 1000, text));
    }

    /// A buffer as FreeRDP prints it: cut to 1,023 characters.
    private static String dump(String hex) {
        String text = "{ " + hex + " }";
        return text.substring(0, Math.min(text.length(), BUFFER - 1));
    }

    private void operation(String name) {
        log.append("[10:47:%02d:%03d] [1512:000005f3] [DEBUG][com.freerdp.utils.smartcard.ops] - [operation]: %s\n"
                .formatted(millis / 1000, millis % 1000, name + " (0x00090014) FileId: 1 CompletionId: 1"));
    }

    private void connect() {
        operation("SCardConnectW");
        print("ConnectW_Call {");
        print("hContext: { FE60F43A00000000 }");
        print("szReader: Example Reader 0 dwShareMode: SCARD_SHARE_SHARED (0x00000002) dwPreferredProtocols:"
                + " SCARD_PROTOCOL_Tx (0x00000003)");
        print("}");
        print("Connect_Return {");
        print("  ReturnCode: SCARD_S_SUCCESS (0x00000000)");
        print("  hContext: { FE60F43A00000000 }");
        print("  hCard: { BA66946000000000 }");
        print("  dwActiveProtocol: SCARD_PROTOCOL_T1 (0x00000002)");
        print("}");
    }

    private void transmit(String command, String response) {
        operation("SCardTransmit");
        print("Transmit_Call {");
        print("hContext: { FE60F43A00000000 }");
        print("  hContext: { BA66946000000000 }");
        print("pioSendPci: dwProtocol: 2 cbExtraBytes: 0");
        print("cbSendLength: " + command.length() / 2);
        print("pbSendBuffer: " + dump(command));
        print("pioRecvPci: null");
        print("fpbRecvBufferIsNULL: 0 cbRecvLength: 65538");
        print("}");
        print("Transmit_Return {");
        print("  ReturnCode: SCARD_S_SUCCESS (0x00000000)");
        print("  pioRecvPci: null");
        print("  cbRecvLength: " + response.length() / 2);
        print("  pbRecvBuffer: " + dump(response));
        print("}");
    }

    private void status() {
        operation("SCardStatusW");
        print("StatusW_Call {");
        print("hContext: { FE60F43A00000000 }");
        print("  hContext: { BA66946000000000 }");
        print("fmszReaderNamesIsNULL: 1 cchReaderLen: 0xFFFFFFFF cbAtrLen: 32");
        print("}");
        print("StatusW_Return {");
        print("  ReturnCode: SCARD_S_SUCCESS (0x00000000)");
        print("  dwState:     SCARD_SPECIFIC (0x00000006)");
        print("  dwProtocol:  SCARD_PROTOCOL_T1 (0x00000002)");
        print("  cbAtrLen:      (0x00000005)");
        print("  rgAtr:      { 3B80800101" + "00".repeat(27) + " }");
        print("}");
    }

    private List<TracedCall> read() throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(log.toString().getBytes(StandardCharsets.UTF_8)),
                "test",
                TraceFile.Options.redacting(Redaction.OFF),
                (line, what) -> problems.add(line + ": " + what))) {
            assertThat(trace.format().name()).isEqualTo("freerdp");
            trace.read(calls);
        }
        return calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .toList();
    }

    @Test
    void calls_have_arguments_results_and_codes() throws IOException {
        connect();
        transmit("00A4040000", "6A82");
        status();
        var calls = read();
        assertThat(problems).isEmpty();
        assertThat(calls).hasSize(3);
        assertThat(calls)
                .allSatisfy(
                        call -> assertThat(call.outcome().orElseThrow().code()).isEqualTo(ReturnCode.SUCCESS));
        var connect = (Call.Connect) calls.get(0).call();
        assertThat(connect.reader()).isEqualTo("Example Reader 0");
        assertThat(connect.shareMode()).isEqualTo(ShareMode.SHARED);
        assertThat(calls.get(0).result()).isInstanceOf(Result.Connect.class);
        assertThat(((Result.Connect) calls.get(0).result()).activeProtocol()).isEqualTo(Protocol.T1);
        var transmit = (Call.Transmit) calls.get(1).call();
        assertThat(transmit.sendBuffer()).isEqualTo(Bytes.hex("00A4040000"));
        assertThat(transmit.card()).isEqualTo(0x609466BAL);
        assertThat(((Result.Transmit) calls.get(1).result()).recvBuffer()).isEqualTo(Bytes.hex("6A82"));
        assertThat(((Result.Status) calls.get(2).result()).atr()).isEqualTo(Bytes.hex("3B80800101"));
    }

    @Test
    void bytes_that_freerdp_has_cut_are_reported() throws IOException {
        transmit("00CB3FFF0000055C035FC1050000", "AA".repeat(700) + "9000");
        var calls = read();
        assertThat(problems).hasSize(1).first().asString().contains("FreeRDP has cut the bytes of the SCardTransmit");
        assertThat(((Result.Transmit) calls.getFirst().result()).recvBuffer()).isEqualTo(Bytes.hex("AA".repeat(510)));
    }
}
