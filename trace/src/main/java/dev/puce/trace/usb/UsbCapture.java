package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The packets of a pcap or pcapng file, one after the other.
///
/// @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html">pcapng</a>
final class UsbCapture {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int TIME_RESOLUTION = 9;
    private static final int MOST_BYTES = 1 << 24;

    /// More interfaces than any section has; they stay in memory.
    private static final int MOST_INTERFACES = 1 << 16;

    private final InputStream in;
    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean hasStarted;
    private boolean isPcapng;
    private boolean isDamaged;
    private boolean hasNanos;
    private int linkType;

    /// A packet.
    ///
    /// @param nanos    nanoseconds since 1970
    /// @param linkType kind of header at the start of the packet
    /// @param data     the bytes that were kept
    /// @param isWhole  whether all bytes were kept
    record Packet(long nanos, int linkType, Bytes data, boolean isWhole) {}

    /// @param unitsPerSecond resolution of times
    private record Interface(int linkType, long unitsPerSecond) {}

    UsbCapture(InputStream in) {
        this.in = in;
    }

    /// Whether the file ended amid a packet, or is not a capture.
    boolean isDamaged() {
        return isDamaged;
    }

    /// The next packet; empty at the end and after damage.
    ///
    /// @throws IOException if the stream cannot be read
    Optional<Packet> next() throws IOException {
        if (!hasStarted) {
            hasStarted = true;
            isDamaged = !start();
        }
        if (isDamaged) {
            return Optional.empty();
        }
        return isPcapng ? nextBlock() : nextRecord();
    }

    private boolean start() throws IOException {
        var magic = in.readNBytes(4);
        if (magic.length < 4) {
            return false;
        }
        int value = ByteBuffer.wrap(magic).getInt();
        switch (value) {
            case 0xA1B2C3D4 -> order = ByteOrder.BIG_ENDIAN;
            case 0xA1B23C4D -> {
                order = ByteOrder.BIG_ENDIAN;
                hasNanos = true;
            }
            case 0xD4C3B2A1 -> order = ByteOrder.LITTLE_ENDIAN;
            case 0x4D3CB2A1 -> hasNanos = true;
            case SECTION_HEADER -> {
                isPcapng = true;
                return section();
            }
            default -> {
                return false;
            }
        }
        var rest = in.readNBytes(20);
        linkType = rest.length == 20 ? wrap(rest).getInt(16) & 0xFFFF : -1;
        return rest.length == 20;
    }

    private ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    private Optional<Packet> nextRecord() throws IOException {
        var head = in.readNBytes(16);
        if (head.length < 16) {
            isDamaged = head.length > 0;
            return Optional.empty();
        }
        var fields = wrap(head);
        int length = fields.getInt(8);
        var data = length < 0 || length > MOST_BYTES ? new byte[0] : in.readNBytes(length);
        if (data.length != length) {
            isDamaged = true;
            return Optional.empty();
        }
        long seconds = fields.getInt(0) & 0xFFFFFFFFL;
        long fraction = fields.getInt(4) & 0xFFFFFFFFL;
        long nanos = seconds * 1_000_000_000L + (hasNanos ? fraction : fraction * 1000);
        return Optional.of(new Packet(nanos, linkType, Bytes.of(data), fields.getInt(12) == length));
    }

    /// Reads a section header after its type.
    private boolean section() throws IOException {
        var head = in.readNBytes(8);
        if (head.length < 8) {
            return false;
        }
        order = ByteBuffer.wrap(head).getInt(4) == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        interfaces.clear();
        int rest = wrap(head).getInt(0) - 12;
        return rest >= 0 && rest <= MOST_BYTES && in.readNBytes(rest).length == rest;
    }

    private Optional<Packet> nextBlock() throws IOException {
        while (true) {
            var type = in.readNBytes(4);
            if (type.length < 4) {
                isDamaged = type.length > 0;
                return Optional.empty();
            }
            if (ByteBuffer.wrap(type).getInt() == SECTION_HEADER) {
                isDamaged = !section();
            } else {
                var body = body();
                if (body.isPresent()) {
                    var packet = block(wrap(type).getInt(), body.get());
                    if (packet.isPresent()) {
                        return packet;
                    }
                }
            }
            if (isDamaged) {
                return Optional.empty();
            }
        }
    }

    private Optional<ByteBuffer> body() throws IOException {
        var length = in.readNBytes(4);
        int total = length.length < 4 ? 0 : wrap(length).getInt();
        int rest = total - 8;
        if (rest < 4 || rest > MOST_BYTES) {
            isDamaged = true;
            return Optional.empty();
        }
        var body = in.readNBytes(rest);
        isDamaged = body.length < rest;
        return isDamaged ? Optional.empty() : Optional.of(wrap(body).limit(rest - 4));
    }

    private Optional<Packet> block(int type, ByteBuffer body) {
        if (type == INTERFACE_DESCRIPTION && body.remaining() >= 8) {
            interfaces.add(new Interface(body.getShort(0) & 0xFFFF, unitsPerSecond(body)));
            isDamaged = interfaces.size() > MOST_INTERFACES;
            return Optional.empty();
        }
        if (type != ENHANCED_PACKET || body.remaining() < 20) {
            return Optional.empty();
        }
        int number = body.getInt(0);
        int length = body.getInt(12);
        if (number < 0 || number >= interfaces.size() || length < 0 || length > body.remaining() - 20) {
            return Optional.empty();
        }
        var from = interfaces.get(number);
        long units = ((body.getInt(4) & 0xFFFFFFFFL) << 32) | (body.getInt(8) & 0xFFFFFFFFL);
        long nanos = units / from.unitsPerSecond * 1_000_000_000L
                + (long) ((double) (units % from.unitsPerSecond) / from.unitsPerSecond * 1e9);
        var data = new byte[length];
        body.get(20, data);
        return Optional.of(new Packet(nanos, from.linkType, Bytes.of(data), body.getInt(16) == length));
    }

    private static long unitsPerSecond(ByteBuffer body) {
        int at = 8;
        while (at + 4 <= body.limit()) {
            int code = body.getShort(at) & 0xFFFF;
            int length = body.getShort(at + 2) & 0xFFFF;
            if (code == TIME_RESOLUTION && length == 1 && at + 4 < body.limit()) {
                int value = body.get(at + 4) & 0x7F;
                boolean isBinary = body.get(at + 4) < 0;
                return isBinary ? 1L << Math.min(value, 40) : (long) Math.pow(10, Math.min(value, 12));
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return 1_000_000;
    }
}
