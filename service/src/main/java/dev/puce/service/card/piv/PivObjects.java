package dev.puce.service.card.piv;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.memory.CardMemory;
import java.util.List;
import java.util.Set;

/// GET DATA and PUT DATA (NIST SP 800-73-5, part 2, 3.1.2 and 3.3.2).
final class PivObjects {
    private static final int MAX_OBJECT = 0x3000;
    private static final String CONTENT = "53";
    private static final Bytes DISCOVERY_TAG = Bytes.of(0x7E);
    private static final Bytes DISCOVERY = Bytes.hex("7E 12 4F 0B A0000003080000100001 00 5F2F 02 40 00");

    /// Fingerprints, facial image, printed information: readable after the PIN (part 1, table 2).
    private static final Set<Bytes> AFTER_PIN = Set.of(Bytes.hex("5FC103"), Bytes.hex("5FC108"), Bytes.hex("5FC109"));

    private final CardMemory memory;
    private final Pins pins;
    private final ManagementKey management;

    PivObjects(CardMemory memory, Pins pins, ManagementKey management) {
        this.memory = memory;
        this.pins = pins;
        this.management = management;
    }

    /// Name of a data object in the card's memory.
    static String name(Bytes tag) {
        return "object." + tag.toHex();
    }

    /// Writes a data object.
    ///
    /// @param content value of the object 53
    static void write(CardMemory memory, Bytes tag, Bytes content) {
        memory.put(name(tag), content);
    }

    ResponseApdu get(CommandApdu command) throws RefusedException {
        Bytes tag = tag(objects(command).getFirst());
        if (tag.equals(DISCOVERY_TAG)) {
            return new ResponseApdu(DISCOVERY, StatusWord.OK);
        }
        if (AFTER_PIN.contains(tag)) {
            pins.require();
        }
        Bytes content = memory.get(name(tag)).orElseThrow(() -> new RefusedException(StatusWord.FILE_NOT_FOUND));
        return new ResponseApdu(BerTlv.of(CONTENT, content).encode(), StatusWord.OK);
    }

    /// An empty content removes the object.
    ResponseApdu put(CommandApdu command) throws RefusedException {
        management.require();
        var objects = objects(command);
        Bytes tag = tag(objects.getFirst());
        if (objects.size() != 2 || !objects.get(1).tag().toString().equals(CONTENT) || tag.length() != 3) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        Bytes content = objects.get(1).value();
        if (content.length() > MAX_OBJECT) {
            throw new RefusedException(StatusWord.NO_ROOM);
        }
        if (content.isEmpty()) {
            memory.remove(name(tag));
        } else {
            write(memory, tag, content);
        }
        return new ResponseApdu(StatusWord.OK);
    }

    private static List<BerTlv> objects(CommandApdu command) throws RefusedException {
        if (command.p1p2() != 0x3FFF) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        return BerTlv.tryReadAll(command.data()).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private static Bytes tag(BerTlv list) throws RefusedException {
        if (!list.tag().toString().equals("5C") || list.value().isEmpty()) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        return list.value();
    }
}
