package dev.puce.trace.pkcs11spy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class Pkcs11SpyFormatTest {
    /// As OpenSC 0.26 writes it.
    private static final String LOG = """


            *************** OpenSC PKCS#11 spy *****************
            Loaded: "/usr/lib/x86_64-linux-gnu/pkcs11/opensc-pkcs11.so"

            0: C_Initialize
            P:8001; T:0x139745091115072 2026-11-29 05:21:36.138
            [in] pInitArgs = (nil)
            Returned:  0 CKR_OK

            1: C_Login
            P:8001; T:0x139745091115072 2026-11-29 05:21:36.198
            [in] hSession = 0x557193b233d0
            [in] userType = CKU_USER
            [in] pPin[ulPinLen] 00007fff9eab5d24 / 6
                00000000  31 32 33 34 35 36                                123456
            Returned:  160 CKR_PIN_INCORRECT
            """;

    @Test
    void functions_have_process_thread_and_time() throws IOException {
        List<TracedCall> calls = read(LOG);
        assertThat(calls)
                .extracting(call -> ((Call.Mark) call.call()).name())
                .containsExactly("C_Initialize", "C_Login");
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.caller().pid()).hasValue(8001);
            assertThat(call.caller().thread()).hasValue("139745091115072");
        });
        assertThat(calls.get(1).startNanos() - calls.get(0).startNanos()).isEqualTo(60_000_000);
    }

    private static List<TracedCall> read(String log) throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                "spy.log",
                TraceFile.Options.redacting(Redaction.FULL),
                (line, what) -> {
                    throw new AssertionError(line + ": " + what);
                })) {
            assertThat(trace.format().name()).isEqualTo("pkcs11-spy");
            trace.read(calls);
        }
        return calls.calls();
    }
}
