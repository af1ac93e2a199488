package dev.puce.trace.usb;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A capture of USB packets, with smart-card readers of the CCID class among the devices.
///
/// It has APDUs, ATRs and times. It lacks programs and the names of readers: bus and device stand for a name.
public final class UsbCaptureFormat implements TraceFormat {
    private static final int BUFFER = 1 << 16;

    /// The format; it has no state.
    public UsbCaptureFormat() {}

    @Override
    public String name() {
        return "usb";
    }

    @Override
    public String description() {
        return "USB capture with CCID readers: usbmon, USBPcap (pcap, pcapng)";
    }

    @Override
    public int detect(Beginning beginning) {
        return first(beginning)
                        .filter(packet -> UsbPacket.isSupported(packet.linkType()))
                        .isPresent()
                ? CERTAIN
                : NONE;
    }

    private static Optional<UsbCapture.Packet> first(Beginning beginning) {
        try {
            return new UsbCapture(new ByteArrayInputStream(beginning.bytes().toArray())).next();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public TraceSource open(SourceInput input) {
        var start = first(input.beginning()).map(packet -> Instant.ofEpochSecond(0, packet.nanos()));
        var header = RecordingHeader.of(name(), start, Redaction.OFF);
        return new TraceSource() {
            @Override
            public RecordingHeader header() {
                return header;
            }

            @Override
            public void read(CallSink sink) throws IOException {
                var calls = new ExchangeAssembler(sink, start);
                var devices = new UsbDevices(calls, input.problems());
                var capture = new UsbCapture(new BufferedInputStream(input.stream(), BUFFER));
                long number = 0;
                for (var packet = capture.next(); packet.isPresent(); packet = capture.next()) {
                    devices.packet(packet.get(), ++number);
                }
                if (capture.isDamaged()) {
                    input.problems()
                            .problem(number + 1, "the capture is damaged after packet " + number + "; puce stops");
                }
                calls.finish();
            }
        };
    }
}
