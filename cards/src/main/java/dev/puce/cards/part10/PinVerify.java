package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// Request to let a person enter a PIN and to send it to the card (`PIN_VERIFY_STRUCTURE`; PC/SC part 10, 2.5.2).
///
/// @param block   format of the digits in the command
/// @param entry   parameters of the PIN entry
/// @param command the command, usually VERIFY, with padding in place of the digits
public record PinVerify(PinBlock block, PinEntry entry, CommandApdu command) {
    private static final int HEADER = 19;
    private static final int DEFAULT_MESSAGE = 1;

    public PinVerify {
        Objects.requireNonNull(block);
        Objects.requireNonNull(entry);
        Objects.requireNonNull(command);
    }

    /// VERIFY (ISO/IEC 7816-4:2020, 11.6.6) with the digits in ASCII, padded with FF to 8 bytes.
    ///
    /// @param reference number of the PIN (P2), 0 to 255
    public static PinVerify ascii(int reference, PinEntry entry) {
        var template = CommandApdu.of(0x00, 0x20, 0x00, reference, Bytes.hex("FFFFFFFFFFFFFFFF"));
        return new PinVerify(PinBlock.ascii(8), entry, template);
    }

    /// Encodes the structure with numbers in this machine's byte order, as the specification requires.
    public Bytes encode() {
        return encode(ByteOrder.nativeOrder());
    }

    /// Encodes the structure with numbers in the given byte order.
    Bytes encode(ByteOrder order) {
        Bytes data = command.encode();
        var buffer = ByteBuffer.allocate(HEADER + data.length()).order(order);
        buffer.put((byte) entry.timeout().toSeconds());
        buffer.put((byte) entry.keyTimeout().toSeconds());
        buffer.put((byte) block.formatString());
        buffer.put((byte) block.blockString());
        buffer.put((byte) block.lengthFormat());
        buffer.putShort((short) entry.digits());
        buffer.put((byte) entry.validation());
        buffer.put((byte) DEFAULT_MESSAGE); // bNumberMessage
        buffer.putShort((short) entry.language());
        buffer.put((byte) 0); // bMsgIndex: "enter your PIN"
        buffer.put(new byte[3]); // bTeoPrologue: the reader handles T=1
        buffer.putInt(data.length());
        data.putInto(buffer);
        return Bytes.from(buffer.flip());
    }
}
