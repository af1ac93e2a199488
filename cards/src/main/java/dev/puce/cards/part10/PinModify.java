package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// Request to let a person enter the old and the new PIN and to send both to the card (`PIN_MODIFY_STRUCTURE`;
/// PC/SC part 10, 2.5.3).
///
/// @param block     format of the digits in the command
/// @param entry     parameters of the PIN entry
/// @param command   the command, usually CHANGE REFERENCE DATA, with padding in place of the digits
/// @param oldOffset offset of the old PIN in bytes, counted from the position in `block`, 0 to 255
/// @param newOffset offset of the new PIN, likewise
/// @param old       whether the reader asks for the old PIN
/// @param confirm   whether the reader asks for the new PIN twice
public record PinModify(
        PinBlock block,
        PinEntry entry,
        CommandApdu command,
        int oldOffset,
        int newOffset,
        OldPin old,
        Confirmation confirm) {
    /// Whether the reader asks for the old PIN.
    public enum OldPin {
        NOT_ASKED(0),
        ASKED(1);

        private final int bit;

        OldPin(int bit) {
            this.bit = bit;
        }
    }

    /// Whether the reader asks for the new PIN twice.
    public enum Confirmation {
        ONCE(0),
        TWICE(1);

        private final int bit;

        Confirmation(int bit) {
            this.bit = bit;
        }
    }

    private static final int HEADER = 24;

    public PinModify {
        Objects.requireNonNull(block);
        Objects.requireNonNull(entry);
        Objects.requireNonNull(command);
        Objects.requireNonNull(old);
        Objects.requireNonNull(confirm);
        requireByte("oldOffset", oldOffset);
        requireByte("newOffset", newOffset);
    }

    /// CHANGE REFERENCE DATA (ISO/IEC 7816-4:2020, 11.6.7): old and new PIN in ASCII, each padded with FF to 8
    /// bytes. The reader asks for the new PIN twice.
    ///
    /// @param reference number of the PIN (P2), 0 to 255
    public static PinModify ascii(int reference, PinEntry entry) {
        var template = CommandApdu.of(0x00, 0x24, 0x00, reference, Bytes.hex("FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF"));
        return new PinModify(PinBlock.ascii(8), entry, template, 0, 8, OldPin.ASKED, Confirmation.TWICE);
    }

    /// Encodes the structure with numbers in this machine's byte order, as the specification requires.
    public Bytes encode() {
        return encode(ByteOrder.nativeOrder());
    }

    /// Encodes the structure with numbers in the given byte order.
    Bytes encode(ByteOrder order) {
        Bytes data = command.encode();
        int questions = 1 + old.bit + confirm.bit;
        var buffer = ByteBuffer.allocate(HEADER + data.length()).order(order);
        buffer.put((byte) entry.timeout().toSeconds());
        buffer.put((byte) entry.keyTimeout().toSeconds());
        buffer.put((byte) block.formatString());
        buffer.put((byte) block.blockString());
        buffer.put((byte) block.lengthFormat());
        buffer.put((byte) oldOffset);
        buffer.put((byte) newOffset);
        buffer.putShort((short) entry.digits());
        buffer.put((byte) (old.bit << 1 | confirm.bit)); // bConfirmPIN
        buffer.put((byte) entry.validation());
        buffer.put((byte) questions); // bNumberMessage
        buffer.putShort((short) entry.language());
        buffer.put(messages());
        buffer.put(new byte[3]); // bTeoPrologue: the reader handles T=1
        buffer.putInt(data.length());
        data.putInto(buffer);
        return Bytes.from(buffer.flip());
    }

    /// Returns `bMsgIndex1` to `3`: 0 asks for the PIN, 1 for a new one, 2 for its confirmation.
    private byte[] messages() {
        var messages = new byte[3];
        int next = 0;
        if (old == OldPin.ASKED) {
            messages[next++] = 0;
        }
        messages[next++] = 1;
        if (confirm == Confirmation.TWICE) {
            messages[next] = 2;
        }
        return messages;
    }

    private static void requireByte(String name, int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(name + " is " + value + ", outside 0 to 255");
        }
    }
}
