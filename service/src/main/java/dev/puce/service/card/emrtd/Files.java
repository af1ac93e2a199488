package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.PrimeCurve;
import dev.puce.service.card.memory.CardMemory;

/// The files of a passport and how they are read. The low byte of an identifier is the short identifier.
final class Files {
    /// EF.CardAccess, which everyone can read.
    static final int CARD_ACCESS = 0x011C;

    static final int SECURITY_OBJECT = 0x011D;
    static final int COMMON = 0x011E;

    private static final int NONE = 0;

    private final CardMemory memory;
    private int current = NONE;

    Files(CardMemory memory) {
        this.memory = memory;
    }

    private static String name(int identifier) {
        return "file.%04X".formatted(identifier);
    }

    static void write(CardMemory memory, int identifier, Bytes content) {
        memory.put(name(identifier), content);
    }

    void reset() {
        current = NONE;
    }

    /// SELECT of an elementary file.
    ///
    /// @param protectedAccess whether the reader has gained access to the application's files
    void select(Bytes identifier, boolean protectedAccess) throws RefusedException {
        if (identifier.length() != 2) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        select(identifier.get(0) << 8 | identifier.get(1), protectedAccess);
    }

    private void select(int identifier, boolean protectedAccess) throws RefusedException {
        if (memory.get(name(identifier)).isEmpty()) {
            throw new RefusedException(StatusWord.FILE_NOT_FOUND);
        }
        if (identifier != CARD_ACCESS && !protectedAccess) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
        current = identifier;
    }

    /// READ BINARY with an offset, or a short identifier in P1 (7816-4, 11.3.3).
    Bytes read(CommandApdu command, boolean protectedAccess) throws RefusedException {
        int offset = command.p1p2();
        if ((command.p1() & 0x80) != 0) {
            select(0x0100 | (command.p1() & 0x1F), protectedAccess);
            offset = command.p2();
        }
        return part(offset, command.ne());
    }

    /// READ BINARY with the odd instruction: offset in object 54, answer in object 53.
    Bytes readOdd(CommandApdu command) throws RefusedException {
        Bytes offset = BerTlv.tryReadAll(command.data())
                .map(objects -> objects.getFirst())
                .filter(object -> object.tag().value() == 0x54 && object.value().length() <= 3)
                .map(BerTlv::value)
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        return BerTlv.of("53", part(PrimeCurve.number(offset).intValue(), command.ne()))
                .encode();
    }

    private Bytes part(int offset, int length) throws RefusedException {
        if (current == NONE) {
            throw new RefusedException(StatusWord.NO_CURRENT_FILE);
        }
        Bytes content = memory.getOrEmpty(name(current));
        if (offset > content.length()) {
            throw new RefusedException(StatusWord.WRONG_OFFSET);
        }
        return content.slice(offset, Math.min(content.length(), offset + length));
    }
}
