package dev.puce.trace.pcscspy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import dev.puce.testkit.SharedData;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PcscSpyTextFormatTest {
    private final List<String> problems = new ArrayList<>();

    private List<TracedCall> read(byte[] text, Redaction redaction) throws IOException {
        var calls = new CallList();
        var options = TraceFile.Options.redacting(redaction);
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(text), "test", options, (line, what) -> problems.add(line + ": " + what))) {
            assertThat(trace.format().name()).isEqualTo("pcsc-spy");
            assertThat(trace.header().start()).isEmpty();
            trace.read(calls);
        }
        return calls.calls();
    }

    private List<TracedCall> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), Redaction.OFF);
    }

    private static byte[] shown(PcscSpyRenderer.Options options, List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new PcscSpyView(out, options)) {
            for (TracedCall call : calls) {
                view.accept(call);
            }
        }
        return out.toByteArray();
    }

    @Test
    void calls_come_back_from_the_layout_with_durations_but_without_start_and_program() throws IOException {
        var calls = Calls.ofEveryFunction().stream()
                .filter(call -> !(call.call() instanceof Call.Unknown))
                .toList();
        for (var palette : List.of(Palette.NONE, Palette.ANSI)) {
            var read = read(shown(new PcscSpyRenderer.Options(palette, false, false, false), calls), Redaction.OFF);
            assertThat(problems).isEmpty();
            assertThat(read).hasSameSizeAs(calls);
            for (int i = 0; i < calls.size(); i++) {
                assertThat(read.get(i).startNanos()).isEqualTo(TracedCall.UNKNOWN_NANOS);
                assertThat(read.get(i).caller()).isEqualTo(Caller.UNKNOWN);
                assertThat(read.get(i).call().function())
                        .isEqualTo(calls.get(i).call().function());
                assertThat(read.get(i).outcome().orElseThrow().code()).isEqualTo(ReturnCode.SUCCESS);
                assertThat(read.get(i).outcome().orElseThrow().durationNanos()).isEqualTo(400_000);
                if (!(calls.get(i).call() instanceof Call.GetStatusChange)) {
                    assertThat(read.get(i).result()).isEqualTo(calls.get(i).result());
                }
            }
        }
    }

    @Test
    void the_indent_distinguishes_threads() throws IOException {
        var calls = read("""
                SCardBeginTransaction
                 i hCard: 0x00000001
                    SCardReleaseContext
                     i hContext: 0x00000002
                     => SCARD_S_SUCCESS [0x00000000]  [0.000003]
                 => SCARD_S_SUCCESS [0x00000000]  [0.000005]
                """);
        assertThat(problems).isEmpty();
        assertThat(calls)
                .extracting(TracedCall::call)
                .containsExactly(new Call.ReleaseContext(2), new Call.BeginTransaction(1));
        assertThat(calls).extracting(TracedCall::sequence).containsExactly(2L, 1L);
        assertThat(calls)
                .extracting(call -> call.caller().thread())
                .containsExactly(Optional.of("t1"), Optional.empty());
    }

    @Test
    void bytes_end_where_the_length_says_although_the_text_looks_like_hex() throws IOException {
        var calls = read("""
                SCardTransmit
                 i hCard: 0x00000001
                 i pioSendPci.dwProtocol: 0x00000001
                 i pioSendPci.cbPciLength: 0x00000010
                 i bSendLength 0x00000005 (5)
                 i bSendBuffer
                 i  0000 00 B0 00 00 00 41 42 43
                 o bRecvLength 0x00000002 (2)
                 o bRecvBuffer
                 o  0000 90 00                                           ..
                 => SCARD_S_SUCCESS [0x00000000]  [0.000005]
                """);
        assertThat(((Call.Transmit) calls.getFirst().call()).sendBuffer()).isEqualTo(Bytes.hex("00B0000000"));
        assertThat(((Result.Transmit) calls.getFirst().result()).recvBuffer()).isEqualTo(Bytes.hex("9000"));
    }

    @Test
    void masked_values_stay_unknown() throws IOException {
        var options = new PcscSpyRenderer.Options(Palette.NONE, true, false, false);
        var read = read(shown(options, List.of(Calls.connect(1, "R"))), Redaction.OFF);
        assertThat(problems).isEmpty();
        assertThat(((Call.Connect) read.getFirst().call()).context()).isEqualTo(Call.UNKNOWN_HANDLE);
        assertThat(((Result.Connect) read.getFirst().result()).card()).isEqualTo(Call.UNKNOWN_HANDLE);
        assertThat(read.getFirst().outcome().orElseThrow().hasDuration()).isFalse();
    }

    @Test
    void pins_are_hidden_and_stay_hidden() throws IOException {
        var pin = List.of(Calls.transmit(1, "002000800431323334", "9000"));
        var options = new PcscSpyRenderer.Options(Palette.NONE, false, false, false);
        var hidden = read(shown(options, pin), Redaction.FULL);
        assertThat(((Call.Transmit) hidden.getFirst().call()).hidden()).hasValue(Hidden.ENTIRELY);
        var again = read(shown(options, hidden), Redaction.OFF);
        assertThat(((Call.Transmit) again.getFirst().call()).hidden()).hasValue(Hidden.ENTIRELY);
        assertThat(problems).isEmpty();
    }

    @Test
    void a_text_cut_anywhere_harms_nothing() throws IOException {
        var whole = new String(
                shown(new PcscSpyRenderer.Options(Palette.NONE, false, true, false), Calls.ofEveryFunction()),
                StandardCharsets.UTF_8);
        var lines = whole.lines().toList();
        for (int from = 0; from < lines.size(); from++) {
            var rest = String.join("\n", lines.subList(from, lines.size()));
            if (rest.contains(" => ")) {
                assertThat(read(rest))
                        .hasSizeLessThanOrEqualTo(Calls.ofEveryFunction().size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/logs/pcsc-spy-1.9.9-text.txt", "data/logs/pcsc-spy-2.5.1-text-color.txt"})
    void samples_of_both_generations_are_read(String sample) throws IOException {
        var calls = read(Files.readAllBytes(SharedData.require(sample)), Redaction.OFF);
        assertThat(problems).isEmpty();
        assertThat(calls).hasSize(17);
        assertThat(calls.stream().filter(call -> call.call() instanceof Call.Transmit))
                .extracting(call -> ((Call.Transmit) call.call()).sendBuffer().toHex())
                .containsExactly(
                        "00A4040007A0000000031010",
                        "0020008008373339313436FFFF",
                        "00990000",
                        "00A4040007A0000000031010");
        assertThat(calls.stream().filter(call -> call.result() instanceof Result.Transmit))
                .extracting(
                        call -> ((Result.Transmit) call.result()).recvBuffer().toHex())
                .containsExactly("9000", "63C2", "6D00");
        assertThat(calls.get(3).outcome().orElseThrow().code()).isEqualTo(ReturnCode.UNKNOWN_READER);
    }
}
