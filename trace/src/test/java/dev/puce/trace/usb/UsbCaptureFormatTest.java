package dev.puce.trace.usb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Captures of [UsbCaptureWriter], because none of USBPcap and none in pcapng was available.
final class UsbCaptureFormatTest {
    private static final Bytes ATR = Bytes.hex("3B80800101");

    private Instant start;

    private List<TracedCall> read(byte[] capture) throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(capture),
                "test",
                TraceFile.Options.redacting(Redaction.OFF),
                (packet, what) -> {
                    throw new AssertionError(packet + ": " + what);
                })) {
            assertThat(trace.format().name()).isEqualTo("usb");
            start = trace.header().start().orElse(null);
            trace.read(calls);
        }
        return calls.calls();
    }

    private static UsbCaptureWriter session(UsbCaptureWriter writer) {
        return writer.powerOn(ATR)
                .transmit("00A404000BA000000308000010000100", "6F009000")
                .transmit("00CB3FFF0000055C035FC1050000", "53" + "00".repeat(600) + "9000");
    }

    private static void assertSession(List<TracedCall> calls) {
        assertThat(calls).hasSize(3);
        assertThat(((Call.Mark) calls.getFirst().call()).atr()).contains(ATR);
        assertThat(((Call.Transmit) calls.get(1).call()).sendBuffer())
                .isEqualTo(Bytes.hex("00A404000BA000000308000010000100"));
        assertThat(((Result.Transmit) calls.get(2).result()).recvBuffer().length())
                .isEqualTo(603);
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.provenance().reader()).contains("USB bus 3 device 7"));
        assertThat(calls.get(1).outcome().orElseThrow().durationNanos()).isEqualTo(500_000);
    }

    @ParameterizedTest
    @CsvSource({
        "249, false, LITTLE_ENDIAN",
        "249, true, LITTLE_ENDIAN",
        "220, true, LITTLE_ENDIAN",
        "220, true, BIG_ENDIAN",
        "220, false, BIG_ENDIAN",
    })
    void capture_yields_the_session_with_and_without_descriptors(int linkType, boolean isPcapng, String order)
            throws IOException {
        var byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertSession(read(session(new UsbCaptureWriter(linkType, isPcapng, byteOrder).descriptors())
                .bytes()));
        assertThat(start).isEqualTo(Instant.parse("2023-11-14T22:13:20.000500Z"));
        assertSession(read(
                session(new UsbCaptureWriter(linkType, isPcapng, byteOrder)).bytes()));
    }

    @Test
    void capture_that_ends_anywhere_yields_its_first_exchanges() throws IOException {
        byte[] whole = session(new UsbCaptureWriter(UsbCaptureWriter.USBPCAP, true, ByteOrder.LITTLE_ENDIAN))
                .bytes();
        for (int length = 200; length < whole.length; length += 7) {
            var calls = new CallList();
            try (var trace = TraceFile.of(
                    new ByteArrayInputStream(Arrays.copyOf(whole, length)),
                    "test",
                    TraceFile.Options.redacting(Redaction.OFF),
                    (packet, what) -> {})) {
                trace.read(calls);
            }
            assertThat(calls.calls().size()).isBetween(0, 3);
        }
    }

    @Test
    void command_after_a_chain_without_end_is_whole() throws IOException {
        var writer = new UsbCaptureWriter(UsbCaptureWriter.USBPCAP, true, ByteOrder.LITTLE_ENDIAN)
                .descriptors()
                .powerOn(ATR)
                .block(1, Bytes.hex("00A40400"));
        for (int i = 0; i < 5; i++) {
            writer.block(3, Bytes.of(new byte[60_000]));
        }

        var calls = read(writer.transmit("00A4040007A0000002471001", "9000").bytes());

        assertThat(calls).hasSize(2);
        assertThat(((Call.Transmit) calls.getLast().call()).sendBuffer())
                .isEqualTo(Bytes.hex("00A4040007A0000002471001"));
    }

    @Test
    void interfaces_without_end_are_damage() throws IOException {
        var writer = session(new UsbCaptureWriter(UsbCaptureWriter.USBPCAP, true, ByteOrder.LITTLE_ENDIAN));
        for (int i = 0; i < 1 << 16; i++) {
            writer.networkInterface();
        }
        var calls = new CallList();
        var damage = new ArrayList<String>();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(
                        writer.transmit("00A4040007A0000002471001", "9000").bytes()),
                "test",
                TraceFile.Options.redacting(Redaction.OFF),
                (packet, what) -> damage.add(what))) {
            trace.read(calls);
        }
        assertSession(calls.calls());
        assertThat(damage).hasSize(1);
    }
}
