package dev.puce.service.card.filesystem;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.List;

/// READ BINARY and UPDATE BINARY with even and odd instruction (ISO/IEC 7816-4:2020, 11.3).
final class BinaryCommands {
    private static final int OFFSET = 0x54;
    private static final int DISCRETIONARY = 0x53;

    private final FileSystemSession session;

    BinaryCommands(FileSystemSession session) {
        this.session = session;
    }

    /// B0: the offset is in P1-P2; the response is the content.
    ResponseApdu read(CommandApdu command) throws RefusedException {
        Target target = target(command);
        return read(target, command.ne());
    }

    /// B1: the offset is a data object 54 in the data field; the response is a data object 53 with the content.
    ResponseApdu readOdd(CommandApdu command) throws RefusedException {
        Target target = oddTarget(command, objects(command));
        ResponseApdu content = read(target, neInObject(command.ne()));
        return new ResponseApdu(BerTlv.of("53", content.data()).encode(), content.status());
    }

    /// D6: the offset is in P1-P2; the data field is the content.
    ResponseApdu update(CommandApdu command) throws RefusedException {
        return update(target(command), command.data());
    }

    /// D7: the offset is a data object 54, the content a data object 53.
    ResponseApdu updateOdd(CommandApdu command) throws RefusedException {
        var objects = objects(command);
        return update(oddTarget(command, objects), value(objects, DISCRETIONARY));
    }

    private record Target(TransparentFile file, int offset) {}

    // With bit 8 of P1, bits 5 to 1 are a short EF identifier and P2 is the offset. Otherwise P1-P2 is the offset.
    private Target target(CommandApdu command) throws RefusedException {
        boolean isShort = (command.p1() & 0x80) != 0;
        int offset = isShort ? command.p2() : command.p1p2();
        return new Target(transparent(session.file(isShort ? command.p1() & 0x1F : 0)), offset);
    }

    // P1-P2 is 0 for the current EF, or a short identifier in the low five bits, or a file identifier.
    private Target oddTarget(CommandApdu command, List<BerTlv> objects) throws RefusedException {
        int identifier = command.p1p2();
        ElementaryFile file;
        if (identifier >>> 5 == 0) {
            file = session.file(identifier);
        } else {
            file = (ElementaryFile) session.folder()
                    .child(candidate -> candidate instanceof ElementaryFile && candidate.hasIdentifier(identifier))
                    .orElseThrow(() -> new RefusedException(StatusWord.FILE_NOT_FOUND));
            session.select(session.folder(), file);
        }
        long offset = 0;
        Bytes bytes = value(objects, OFFSET);
        if (bytes.length() > 4) {
            throw new RefusedException(StatusWord.WRONG_OFFSET);
        }
        for (int i = 0; i < bytes.length(); i++) {
            offset = offset << 8 | bytes.get(i);
        }
        return new Target(transparent(file), (int) Math.min(offset, Integer.MAX_VALUE));
    }

    private static TransparentFile transparent(ElementaryFile file) throws RefusedException {
        if (file instanceof TransparentFile transparent) {
            return transparent;
        }
        throw new RefusedException(StatusWord.INCOMPATIBLE_FILE);
    }

    private ResponseApdu read(Target target, int ne) throws RefusedException {
        session.require(target.file.header().read());
        int available = target.file.size() - target.offset;
        if (available < 0 || (available == 0 && target.offset > 0)) {
            throw new RefusedException(StatusWord.WRONG_OFFSET);
        }
        Bytes content = target.file.read(target.offset, Math.min(available, ne));
        // Le 00 requests all available bytes, any other value an exact number.
        boolean requestsAll = ne == CommandApdu.MAX_SHORT_NE || ne == CommandApdu.MAX_EXTENDED_NE;
        boolean isShort = content.length() < ne && !requestsAll;
        return new ResponseApdu(content, isShort ? StatusWord.END_OF_FILE : StatusWord.OK);
    }

    private ResponseApdu update(Target target, Bytes content) throws RefusedException {
        session.require(target.file.header().update());
        if (target.offset > target.file.size()) {
            throw new RefusedException(StatusWord.WRONG_OFFSET);
        }
        if (content.length() > target.file.size() - target.offset) {
            throw new RefusedException(StatusWord.NO_ROOM);
        }
        target.file.write(target.offset, content);
        return new ResponseApdu(StatusWord.OK);
    }

    private static List<BerTlv> objects(CommandApdu command) throws RefusedException {
        return BerTlv.tryReadAll(command.data()).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private static Bytes value(List<BerTlv> objects, int tag) throws RefusedException {
        return objects.stream()
                .filter(object -> object.tag().value() == tag)
                .findFirst()
                .map(BerTlv::value)
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    // The object's tag and length count towards Ne; a value that requests all bytes stays unchanged.
    private static int neInObject(int ne) {
        if (ne == CommandApdu.MAX_SHORT_NE || ne == CommandApdu.MAX_EXTENDED_NE) {
            return ne;
        }
        int overhead = ne <= 0x81 ? 2 : ne <= 0x102 ? 3 : 4;
        return Math.max(0, ne - overhead);
    }
}
