package dev.puce.service.card.filesystem;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.List;

/// GET DATA and PUT DATA (ISO/IEC 7816-4:2020, 11.4). The tag is in P1-P2. For the odd instructions it is in a tag
/// list 5C, as in PIV (NIST SP 800-73-5, part 2, 3.1.2 and 3.3.2).
final class DataCommands {
    private static final int TAG_LIST = 0x5C;

    private final FileSystemSession session;

    DataCommands(FileSystemSession session) {
        this.session = session;
    }

    /// CA: GET DATA with the tag in P1-P2.
    ResponseApdu get(CommandApdu command) throws RefusedException {
        return get(tag(command));
    }

    /// CB: GET DATA with a tag list.
    ResponseApdu getOdd(CommandApdu command) throws RefusedException {
        return get(listed(objects(command)));
    }

    /// DA: PUT DATA with the tag in P1-P2.
    ResponseApdu put(CommandApdu command) throws RefusedException {
        return put(tag(command), command.data());
    }

    /// DB: PUT DATA with a tag list, then the new object.
    ResponseApdu putOdd(CommandApdu command) throws RefusedException {
        var objects = objects(command);
        if (objects.size() != 2) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        return put(listed(objects), objects.get(1).encode());
    }

    private ResponseApdu get(Bytes tag) throws RefusedException {
        DataObject object = object(tag);
        session.require(object.read());
        return new ResponseApdu(object.content(), StatusWord.OK);
    }

    private ResponseApdu put(Bytes tag, Bytes content) throws RefusedException {
        DataObject object = object(tag);
        session.require(object.update());
        object.replace(content);
        return new ResponseApdu(StatusWord.OK);
    }

    private DataObject object(Bytes tag) throws RefusedException {
        return session.folder().object(tag).orElseThrow(() -> new RefusedException(StatusWord.REFERENCE_NOT_FOUND));
    }

    // One-byte tags have P1 00.
    private static Bytes tag(CommandApdu command) {
        return command.p1() == 0 ? Bytes.of(command.p2()) : Bytes.of(command.p1(), command.p2());
    }

    private static List<BerTlv> objects(CommandApdu command) throws RefusedException {
        return BerTlv.tryReadAll(command.data()).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private static Bytes listed(List<BerTlv> objects) throws RefusedException {
        BerTlv list = objects.getFirst();
        if (list.tag().value() != TAG_LIST || list.value().isEmpty()) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        return list.value();
    }
}
