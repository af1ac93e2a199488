package dev.puce.trace.export;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.CallLine;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.render.Description;
import dev.puce.trace.session.TracedCards;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/// Writes a capture file for Wireshark, which shows it without any preference set.
///
/// Each reader is an interface. A command and its response are two packets, next to each other since Wireshark
/// pairs them by their order, for its dissector `iso7816`; an ATR is one. Every other call is a packet for its
/// dissector `json`, in the form of a recording's line, so that `json.value.string == "SCardConnect"` finds it.
/// The comment of a packet explains it.
///
/// A command with a part that redaction took away is written without that part. The format requires times: a call
/// whose time is unknown has that of the call before, and times count from 1970 if the trace has no start.
public final class PcapngWriter implements CallSink {
    // Tags of an exported PDU, epan/exported_pdu.h of Wireshark.
    private static final int TAG_DISSECTOR = 12;
    private static final int TAG_COLUMN_PROTOCOL = 33;
    private static final int TAG_DIRECTION = 35;
    private static final int SENT = 0;
    private static final int RECEIVED = 1;

    private static final String NO_READER = "PC/SC";

    private final OutputStream out;
    private final PcapngBlocks blocks;
    private final Description description = Description.complete();
    private final TracedCards cards = new TracedCards();
    private final Map<String, Integer> interfaces = new HashMap<>();
    private final String host;
    private final long epochNanos;
    private long latest;

    /// Writes to a stream, which closing the writer closes too.
    ///
    /// @throws IOException if the start of the file cannot be written, or is not within 1970 to 2262
    public PcapngWriter(OutputStream out, RecordingHeader header) throws IOException {
        this.out = new BufferedOutputStream(out, 1 << 16);
        blocks = new PcapngBlocks(this.out);
        host = header.host().orElse("");
        epochNanos = epochNanos(header.start().orElse(Instant.EPOCH));
        latest = epochNanos;
        blocks.section("puce");
    }

    private static long epochNanos(Instant start) throws IOException {
        try {
            long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, start);
            if (nanos >= 0) {
                return nanos;
            }
        } catch (ArithmeticException beyond) {
            // told below, as what is too early is
        }
        throw new IOException("the recording says that it began at " + start
                + ", and a capture file has times from 1970 to 2262 only: correct \"start\" in its first line");
    }

    @Override
    public void accept(TracedCall traced) throws IOException {
        var seen = cards.observe(traced);
        int reader = interfaceOf(seen.reader().isEmpty() ? NO_READER : seen.reader());
        long begin = traced.hasStart() ? epochNanos + traced.startNanos() : latest;
        long end = begin
                + traced.outcome()
                        .filter(TracedCall.Outcome::hasDuration)
                        .map(TracedCall.Outcome::durationNanos)
                        .orElse(0L);
        latest = Math.max(latest, end);
        var result = traced.result();
        if (traced.call() instanceof Call.Transmit transmit) {
            var line = seen.exchange().orElseThrow().line();
            String hiddenData = transmit.hidden().map(data -> " " + data).orElse("");
            blocks.packet(
                    reader, begin, apdu(transmit.sendBuffer(), SENT), false, who(traced) + line.command() + hiddenData);
            if (result instanceof Result.Transmit(var _, Bytes received, var hidden)) {
                String meaning = hidden.map(data -> data + " ").orElse("") + line.answer();
                blocks.packet(reader, end, apdu(received, RECEIVED), true, who(traced) + meaning);
                return;
            }
        }
        if (!(traced.call() instanceof Call.Transmit) || traced.outcome().isPresent()) {
            byte[] json = CallLine.of(traced).getBytes(StandardCharsets.UTF_8);
            blocks.packet(reader, end, call(json), true, who(traced) + description.of(traced));
        }
        if (traced.call() instanceof Call.Mark mark && mark.atr().isPresent()) {
            blocks.packet(reader, end, apdu(mark.atr().get(), RECEIVED), true, who(traced) + "ATR");
        }
        if (result instanceof Result.Status status && !status.atr().isEmpty()) {
            blocks.packet(reader, end, apdu(status.atr(), RECEIVED), true, who(traced) + "ATR of " + status.reader());
        }
    }

    private int interfaceOf(String reader) throws IOException {
        var known = interfaces.get(reader);
        if (known == null) {
            known = interfaces.size();
            interfaces.put(reader, known);
            blocks.networkInterface(reader, host.isEmpty() ? "" : "on " + host);
        }
        return known;
    }

    /// The program and process in front of a comment.
    private static String who(TracedCall traced) {
        var caller = traced.caller();
        String pid = caller.pid().isPresent() ? "[" + caller.pid().getAsInt() + "]" : "";
        String who = caller.program() + pid;
        return who.isEmpty() ? "" : who + ": ";
    }

    private static byte[] apdu(Bytes bytes, int direction) {
        var packet = ByteBuffer.allocate(12 + 8 + 4 + bytes.length());
        tag(packet, TAG_DISSECTOR, "iso7816");
        packet.putShort((short) TAG_DIRECTION).putShort((short) 4).putInt(direction);
        packet.putInt(0);
        bytes.putInto(packet);
        return packet.array();
    }

    private static byte[] call(byte[] json) {
        var packet = ByteBuffer.allocate(8 + 12 + 4 + json.length);
        tag(packet, TAG_DISSECTOR, "json");
        tag(packet, TAG_COLUMN_PROTOCOL, NO_READER);
        packet.putInt(0).put(json);
        return packet.array();
    }

    /// A tag with text: number and length (16 bits each, big-endian), the text filled up with zeros to 4 bytes.
    private static void tag(ByteBuffer packet, int number, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        int padded = (ascii.length + 3) / 4 * 4;
        packet.putShort((short) number).putShort((short) padded).put(ascii);
        packet.position(packet.position() + padded - ascii.length);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
