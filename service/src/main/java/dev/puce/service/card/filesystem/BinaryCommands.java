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

    /// B0: the offset is in P1-P2, and the answer is the content.
    ResponseApdu read(CommandApdu command) throws RefusedException {
        Place place = place(command);
        return read(place, command.ne());
    }

    /// B1: the offset is a data object 54 in the data field, and the content comes in one with tag 53.
    ResponseApdu readOdd(CommandApdu command) throws RefusedException {
        Place place = oddPlace(command, objects(command));
        ResponseApdu content = read(place, roomInObject(command.ne()));
        return new ResponseApdu(BerTlv.of("53", content.data()).encode(), content.status());
    }

    /// D6.
    ResponseApdu update(CommandApdu command) throws RefusedException {
        return update(place(command), command.data());
    }

    /// D7: offset in a data object 54, content in one with tag 53.
    ResponseApdu updateOdd(CommandApdu command) throws RefusedException {
        var objects = objects(command);
        return update(oddPlace(command, objects), value(objects, DISCRETIONARY));
    }

    private record Place(TransparentFile file, int offset) {}

    // Bit 8 of P1 says that bits 5 to 1 are a short EF identifier and P2 the offset; otherwise P1-P2 is the offset.
    private Place place(CommandApdu command) throws RefusedException {
        boolean isShort = (command.p1() & 0x80) != 0;
        int offset = isShort ? command.p2() : command.p1p2();
        return new Place(transparent(session.file(isShort ? command.p1() & 0x1F : 0)), offset);
    }

    // P1-P2 is 0 for the current EF, or a short identifier in the low five bits, or a file identifier.
    private Place oddPlace(CommandApdu command, List<BerTlv> objects) throws RefusedException {
        int name = command.p1p2();
        ElementaryFile file;
        if (name >>> 5 == 0) {
            file = session.file(name);
        } else {
            file = (ElementaryFile) session.folder()
                    .child(candidate -> candidate instanceof ElementaryFile && candidate.hasIdentifier(name))
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
        return new Place(transparent(file), (int) Math.min(offset, Integer.MAX_VALUE));
    }

    private static TransparentFile transparent(ElementaryFile file) throws RefusedException {
        if (file instanceof TransparentFile transparent) {
            return transparent;
        }
        throw new RefusedException(StatusWord.INCOMPATIBLE_FILE);
    }

    private ResponseApdu read(Place place, int ne) throws RefusedException {
        session.require(place.file.header().read());
        int available = place.file.size() - place.offset;
        if (available < 0 || (available == 0 && place.offset > 0)) {
            throw new RefusedException(StatusWord.WRONG_OFFSET);
        }
        Bytes content = place.file.read(place.offset, Math.min(available, ne));
        // Le 00 asks for whatever there is, any other one for exactly as much.
        boolean askedForAll = ne == CommandApdu.MAX_SHORT_NE || ne == CommandApdu.MAX_EXTENDED_NE;
        boolean isShort = content.length() < ne && !askedForAll;
        return new ResponseApdu(content, isShort ? StatusWord.END_OF_FILE : StatusWord.OK);
    }

    private ResponseApdu update(Place place, Bytes content) throws RefusedException {
        session.require(place.file.header().update());
        if (place.offset > place.file.size()) {
            throw new RefusedException(StatusWord.WRONG_OFFSET);
        }
        if (content.length() > place.file.size() - place.offset) {
            throw new RefusedException(StatusWord.NO_ROOM);
        }
        place.file.write(place.offset, content);
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

    // The object's own tag and length take room from Ne; a limit that means "all" stays one.
    private static int roomInObject(int ne) {
        if (ne == CommandApdu.MAX_SHORT_NE || ne == CommandApdu.MAX_EXTENDED_NE) {
            return ne;
        }
        int overhead = ne <= 0x81 ? 2 : ne <= 0x102 ? 3 : 4;
        return Math.max(0, ne - overhead);
    }
}
