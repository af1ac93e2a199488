package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.CommandApdu.Lengths;
import dev.puce.iso7816.StatusWord;

/// Sends long data in parts: all commands but the last have bit 5 of the class byte set (command chaining, ISO/IEC
/// 7816-4:2020, 5.3.3). For cards without extended lengths: an extended command with data for one part becomes a
/// short one. Ne above 256 becomes 256, and [GetResponse] then fetches the rest. Short commands pass unchanged
/// unless their data exceed one part.
///
/// The card must respond 9000 to each part but the last. Any other response ends the chain and is returned.
///
/// @param blockSize maximum number of data bytes per command, 1 to 255
public record CommandChaining(int blockSize) implements Interceptor {
    public CommandChaining {
        if (blockSize < 1 || blockSize > 255) {
            throw new IllegalArgumentException("block size is " + blockSize + ", outside 1 to 255");
        }
    }

    /// Uses parts of 255 bytes.
    public CommandChaining() {
        this(255);
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        return CommandApdu.tryParse(command)
                .filter(apdu ->
                        apdu.lengths() == Lengths.EXTENDED || apdu.data().length() > blockSize)
                .map(apdu -> chain(apdu, next))
                .orElseGet(() -> next.transmit(command));
    }

    private Bytes chain(CommandApdu apdu, Transmitter next) {
        ClassByte cla = apdu.classByte();
        CommandApdu part = apdu.withNe(0).withClass(cla.chained(true));
        Bytes data = apdu.data();
        int offset = 0;
        while (data.length() - offset > blockSize) {
            Bytes answer = next.transmit(shortApdu(part, data.slice(offset, offset + blockSize), 0));
            if (!answer.equals(StatusWord.OK.encode())) {
                return answer;
            }
            offset += blockSize;
        }
        int ne = Math.min(apdu.ne(), CommandApdu.MAX_SHORT_NE);
        return next.transmit(shortApdu(apdu.withClass(cla), data.from(offset), ne));
    }

    private static Bytes shortApdu(CommandApdu apdu, Bytes data, int ne) {
        return CommandApdu.of(apdu.cla(), apdu.ins(), apdu.p1(), apdu.p2(), data, ne)
                .encode();
    }
}
