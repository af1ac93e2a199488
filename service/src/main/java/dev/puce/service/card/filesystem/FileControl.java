package dev.puce.service.card.filesystem;

import dev.puce.iso7816.BerTag;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Encodes the file control information that SELECT returns (ISO/IEC 7816-4:2020, 7.4).
final class FileControl {
    private static final Bytes OPERATIONAL = Bytes.of(0x05);

    private FileControl() {}

    /// Encodes the information of a file.
    ///
    /// @param template 6F, 62 or 64
    static Bytes of(CardFile file, String template) {
        var objects = switch (file) {
            case DedicatedFile folder -> folder(folder);
            case ElementaryFile elementary -> elementary(elementary);
        };
        return new BerTlv(BerTag.hex(template), BerTlv.encodeAll(objects)).encode();
    }

    private static List<BerTlv> folder(DedicatedFile folder) {
        var objects = new ArrayList<BerTlv>();
        objects.add(BerTlv.of("82", Bytes.of(0x38)));
        folder.identifier().ifPresent(id -> objects.add(BerTlv.of("83", identifier(id))));
        folder.name().ifPresent(name -> objects.add(BerTlv.of("84", name)));
        objects.add(BerTlv.of("8A", OPERATIONAL));
        return objects;
    }

    private static List<BerTlv> elementary(ElementaryFile file) {
        var objects = new ArrayList<BerTlv>();
        objects.add(BerTlv.of("80", Bytes.of(file.size() >> 8, file.size())));
        objects.add(BerTlv.of("82", descriptor(file)));
        file.identifier().ifPresent(id -> objects.add(BerTlv.of("83", identifier(id))));
        // The short identifier occupies the upper five bits of the byte (7816-4, table 11).
        file.header().shortIdentifier().ifPresent(id -> objects.add(BerTlv.of("88", Bytes.of(id << 3))));
        objects.add(BerTlv.of("8A", OPERATIONAL));
        return objects;
    }

    // File descriptor byte, data coding byte, longest record, number of records (7816-4, table 12).
    private static Bytes descriptor(ElementaryFile file) {
        return switch (file) {
            case TransparentFile _ -> Bytes.of(0x01);
            case RecordFile records -> {
                int structure =
                        records.structure() == RecordFile.Structure.CYCLIC ? 0x06 : records.isFixed() ? 0x02 : 0x04;
                int longest = records.longest();
                yield Bytes.of(structure, 0x41, longest >> 8, longest, records.count());
            }
        };
    }

    private static Bytes identifier(int identifier) {
        return Bytes.of(identifier >> 8, identifier);
    }
}
