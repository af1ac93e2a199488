package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.CommandApdu.Lengths;
import dev.puce.iso7816.StatusWord;

/// Sends long data in parts: all commands but the last have bit 5 of the class byte set (command chaining,
/// ISO/IEC 7816-4:2020, 5.3.3). For cards without extended lengths: an extended command whose data fit into one
/// part goes as a short one, and Ne above 256 becomes 256, after which [GetResponse] fetches the rest. Short
/// commands pass as they are, unless their data are longer than a part.
///
/// The card must answer 9000 to each part; anything else ends the chain and is the answer.
///
/// @param blockSize most bytes of data in one command, 1 to 255
public record CommandChaining(int blockSize) implements Interceptor {
    public CommandChaining {
        if (blockSize < 1 || blockSize > 255) {
            throw new IllegalArgumentException("block size is " + blockSize + ", outside 1 to 255");
        }
    }

    /// Parts of 255 bytes.
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
        int at = 0;
        while (data.length() - at > blockSize) {
            Bytes answer = next.transmit(shortApdu(part, data.slice(at, at + blockSize), 0));
            if (!answer.equals(StatusWord.OK.encode())) {
                return answer;
            }
            at += blockSize;
        }
        int ne = Math.min(apdu.ne(), CommandApdu.MAX_SHORT_NE);
        return next.transmit(shortApdu(apdu.withClass(cla), data.from(at), ne));
    }

    private static Bytes shortApdu(CommandApdu apdu, Bytes data, int ne) {
        return CommandApdu.of(apdu.cla(), apdu.ins(), apdu.p1(), apdu.p2(), data, ne)
                .encode();
    }
}
