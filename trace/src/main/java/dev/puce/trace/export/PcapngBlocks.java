package dev.puce.trace.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The three kinds of blocks of a pcapng file that are needed here, little-endian.
///
/// @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html">pcapng</a>, 4.1, 4.2, 4.3
final class PcapngBlocks {
    /// Link type of packets that say themselves which dissector they are for (Wireshark's "exported PDU").
    static final int LINKTYPE_WIRESHARK_UPPER_PDU = 252;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    private static final int OPTION_END = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_DESCRIPTION = 3;
    private static final int IF_TSRESOL = 9;
    private static final int EPB_FLAGS = 2;

    private static final int NANOSECONDS = 9;
    /// The longest content of an option, whose length has 16 bits.
    private static final int MAX_OPTION = 60_000;

    private final OutputStream out;
    private ByteBuffer block = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    PcapngBlocks(OutputStream out) {
        this.out = out;
    }

    /// @param application the program that writes the file
    void section(String application) throws IOException {
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        option(SHB_USERAPPL, application.getBytes(StandardCharsets.UTF_8));
        end();
    }

    void networkInterface(String name, String description) throws IOException {
        begin(INTERFACE_DESCRIPTION);
        block.putShort((short) LINKTYPE_WIRESHARK_UPPER_PDU).putShort((short) 0).putInt(0);
        option(IF_NAME, name.getBytes(StandardCharsets.UTF_8));
        if (!description.isEmpty()) {
            option(IF_DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
        }
        option(IF_TSRESOL, new byte[] {NANOSECONDS});
        end();
    }

    /// @param interfaceNumber from 0 in the order of the interfaces in the file
    /// @param epochNanos      nanoseconds since 1970
    /// @param inbound         whether the packet comes from the card
    /// @param comment         the packet's comment in Wireshark
    void packet(int interfaceNumber, long epochNanos, byte[] content, boolean inbound, String comment)
            throws IOException {
        begin(ENHANCED_PACKET);
        ensure(content.length + MAX_OPTION + 64);
        block.putInt(interfaceNumber).putInt((int) (epochNanos >>> 32)).putInt((int) epochNanos);
        block.putInt(content.length).putInt(content.length).put(content);
        pad(content.length);
        option(OPTION_COMMENT, comment.getBytes(StandardCharsets.UTF_8));
        option(EPB_FLAGS, new byte[] {(byte) (inbound ? 1 : 2), 0, 0, 0});
        end();
    }

    private void begin(int type) {
        block.clear();
        block.putInt(type).putInt(0);
    }

    private void end() throws IOException {
        block.putShort((short) OPTION_END).putShort((short) 0);
        int length = block.position() + 4;
        block.putInt(length);
        block.putInt(4, length);
        out.write(block.array(), 0, length);
    }

    private void option(int code, byte[] value) {
        int length = value.length <= MAX_OPTION ? value.length : wholeCharacters(value);
        ensure(length + 16);
        block.putShort((short) code).putShort((short) length).put(value, 0, length);
        pad(length);
    }

    /// How many bytes of a text that is too long are whole characters in UTF-8.
    private static int wholeCharacters(byte[] text) {
        int length = MAX_OPTION;
        while (length > 0 && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    private void pad(int length) {
        for (int i = length; i % 4 != 0; i++) {
            block.put((byte) 0);
        }
    }

    private void ensure(int more) {
        if (block.remaining() < more) {
            block = ByteBuffer.allocate((block.position() + more) * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(block.flip());
        }
    }
}
