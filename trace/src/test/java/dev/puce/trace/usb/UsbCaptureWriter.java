package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes captures of a CCID reader as Windows' USBPcap and Linux' usbmon do, in pcap or pcapng. It shares no code with
/// the reader of captures.
///
/// @see <a href="https://desowin.org/usbpcap/captureformat.html">USBPcap capture format</a>
/// @see <a href="https://www.kernel.org/doc/Documentation/usb/usbmon.txt">usbmon</a>
final class UsbCaptureWriter {
    static final int USBPCAP = 249;
    static final int USBMON_MMAPPED = 220;

    private static final int BULK = 3;
    private static final int CONTROL = 2;
    private static final int SNAP_LENGTH = 1 << 18;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int linkType;
    private final boolean isPcapng;
    private final ByteOrder order;
    private long micros = 1_700_000_000_000_000L;
    private int sequence;

    UsbCaptureWriter(int linkType, boolean isPcapng, ByteOrder order) {
        this.linkType = linkType;
        this.isPcapng = isPcapng;
        this.order = order;
        if (isPcapng) {
            block(
                    0x0A0D0D0A,
                    buffer(16)
                            .putInt(0x1A2B3C4D)
                            .putShort((short) 1)
                            .putShort((short) 0)
                            .putLong(-1));
            networkInterface();
        } else {
            write(buffer(24)
                    .putInt(0xA1B2C3D4)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putLong(0)
                    .putInt(SNAP_LENGTH)
                    .putInt(linkType));
        }
    }

    /// Writes a further interface description of pcapng.
    UsbCaptureWriter networkInterface() {
        block(1, buffer(8).putShort((short) linkType).putShort((short) 0).putInt(SNAP_LENGTH));
        return this;
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private void write(ByteBuffer bytes) {
        out.writeBytes(content(bytes));
    }

    private static byte[] content(ByteBuffer bytes) {
        var content = new byte[bytes.capacity()];
        bytes.get(0, content);
        return content;
    }

    private void block(int type, ByteBuffer body) {
        int padded = (body.capacity() + 3) / 4 * 4;
        write(buffer(padded + 12)
                .putInt(type)
                .putInt(padded + 12)
                .put(content(body))
                .putInt(padded + 8, padded + 12));
    }

    private void packet(byte[] data) {
        micros += 500;
        if (isPcapng) {
            block(
                    6,
                    buffer(20 + data.length)
                            .putInt(0)
                            .putInt((int) (micros >> 32))
                            .putInt((int) micros)
                            .putInt(data.length)
                            .putInt(data.length)
                            .put(data));
        } else {
            write(buffer(16 + data.length)
                    .putInt((int) (micros / 1_000_000))
                    .putInt((int) (micros % 1_000_000))
                    .putInt(data.length)
                    .putInt(data.length)
                    .put(data));
        }
    }

    /// Headers are little-endian, as on every machine that writes them.
    private void transfer(int kind, boolean isIn, byte[] data) {
        int endpoint = (kind == BULK ? 2 : 0) | (isIn ? 0x80 : 0);
        if (linkType == USBPCAP) {
            int length = kind == CONTROL ? 28 : 27;
            packet(ByteBuffer.allocate(length + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) length)
                    .putLong(0xFFFF888000000000L)
                    .putInt(0)
                    .putShort((short) 9)
                    .put((byte) (isIn ? 1 : 0))
                    .putShort((short) 3)
                    .putShort((short) 7)
                    .put((byte) endpoint)
                    .put((byte) kind)
                    .putInt(data.length)
                    .position(length)
                    .put(data)
                    .array());
        } else {
            packet(ByteBuffer.allocate(64 + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0xFFFF888000000000L)
                    .put((byte) (isIn ? 'C' : 'S'))
                    .put((byte) kind)
                    .put((byte) endpoint)
                    .put((byte) 7)
                    .putShort((short) 3)
                    .put((byte) '-')
                    .put((byte) 0)
                    .position(32)
                    .putInt(data.length)
                    .putInt(data.length)
                    .position(64)
                    .put(data)
                    .array());
        }
    }

    private static byte[] message(int type, int sequence, Bytes data) {
        return message(type, sequence, 0, data);
    }

    private static byte[] message(int type, int sequence, int chain, Bytes data) {
        return ByteBuffer.allocate(10 + data.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) type)
                .putInt(data.length())
                .put((byte) 0)
                .put((byte) sequence)
                .putShort(8, (short) chain)
                .position(10)
                .put(data.toArray())
                .array();
    }

    /// The configuration of a reader that exchanges APDUs of any length.
    UsbCaptureWriter descriptors() {
        var ccid = ByteBuffer.allocate(54)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 54)
                .put((byte) 0x21)
                .putInt(40, 0x00040040);
        transfer(
                CONTROL,
                true,
                ByteBuffer.allocate(9 + 9 + 54)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {9, 2, 72, 0, 1, 1, 0, (byte) 0x80, 50})
                        .put(new byte[] {9, 4, 0, 0, 2, 0x0B, 0, 0, 0})
                        .put(ccid.array())
                        .array());
        return this;
    }

    UsbCaptureWriter powerOn(Bytes atr) {
        return exchange(0x62, Bytes.EMPTY, atr);
    }

    UsbCaptureWriter transmit(String command, String response) {
        return exchange(0x6F, Bytes.hex(command), Bytes.hex(response));
    }

    /// A block of a command, and the reader's request for the next one.
    ///
    /// @param chain 1 for the first block of a command, 3 for one in the middle
    UsbCaptureWriter block(int chain, Bytes data) {
        sequence = (sequence + 1) & 0xFF;
        transfer(BULK, false, message(0x6F, sequence, chain, data));
        return this;
    }

    private UsbCaptureWriter exchange(int request, Bytes data, Bytes answer) {
        sequence = (sequence + 1) & 0xFF;
        transfer(BULK, false, message(request, sequence, data));
        transfer(BULK, true, message(0x80, sequence, answer));
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
