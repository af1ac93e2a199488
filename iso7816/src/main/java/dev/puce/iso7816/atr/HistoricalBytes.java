package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The decoded historical bytes of an ATR. The first byte, the category indicator, determines their structure
/// (ISO/IEC 7816-4:2013, 12.1.1); for contactless cards their form does (PC/SC part 3). Immutable.
public sealed interface HistoricalBytes {
    /// Returns the bytes T1 to TK.
    Bytes bytes();

    /// The card sent none.
    record None() implements HistoricalBytes {
        @Override
        public Bytes bytes() {
            return Bytes.EMPTY;
        }
    }

    /// Category 00: data objects, then three status bytes.
    ///
    /// @param objects the objects between the category and the status
    /// @param status  the last three of the K bytes that T0 announces; empty if there are fewer or some are
    /// missing, which is an error
    record WithStatus(Bytes bytes, List<CompactTlv> objects, Optional<StatusIndicator> status)
            implements HistoricalBytes {
        public WithStatus {
            objects = List.copyOf(objects);
        }

        /// Returns the bytes after the objects: the status, possibly incomplete.
        public Bytes statusBytes() {
            return bytes.from(1 + objects.stream().mapToInt(CompactTlv::size).sum());
        }
    }

    /// Category 10: reference to a data object in EF.DIR.
    ///
    /// @param reference the DIR data reference, 0 to 255; empty if it is missing
    record DirDataReference(Bytes bytes, OptionalInt reference) implements HistoricalBytes {}

    /// Category 80: data objects only.
    record DataObjects(Bytes bytes, List<CompactTlv> objects) implements HistoricalBytes {
        public DataObjects {
            objects = List.copyOf(objects);
        }
    }

    /// Categories 81 to 8F.
    record Reserved(Bytes bytes) implements HistoricalBytes {}

    /// Other categories: defined by the card manufacturer.
    record Proprietary(Bytes bytes) implements HistoricalBytes {}

    /// A storage card, described by its reader.
    record Storage(Bytes bytes, StorageCard card) implements HistoricalBytes {}

    /// A contactless card of type B, recognised by the form of the ATR (PC/SC part 3, 3.1.3.2.3.1). The ATR has
    /// no explicit mark for type B.
    ///
    /// @param applicationData 4 bytes of ATQB
    /// @param protocolInfo    3 bytes of ATQB
    /// @param mbli            maximum buffer length index of the answer to ATTRIB, 0 to 15
    record TypeB(Bytes bytes, Bytes applicationData, Bytes protocolInfo, int mbli) implements HistoricalBytes {}

    /// Decodes the historical bytes of an ATR.
    static HistoricalBytes of(Atr atr) {
        Bytes bytes = atr.historicalBytes();
        if (bytes.isEmpty()) {
            return new None();
        }
        Optional<StorageCard> storageCard = StorageCard.of(bytes);
        if (storageCard.isPresent()) {
            return new Storage(bytes, storageCard.get());
        }
        HistoricalBytes byCategory = ofCategory(bytes, atr.historicalBytesMissing());
        return hasShapeOfTypeB(atr) && !isWellFormed(byCategory)
                ? new TypeB(bytes, bytes.slice(0, 4), bytes.slice(4, 7), bytes.get(7) >> 4)
                : byCategory;
    }

    private static HistoricalBytes ofCategory(Bytes bytes, int missing) {
        int category = bytes.get(0);
        Bytes rest = bytes.from(1);
        return switch (category) {
            case 0x00 -> withStatus(bytes, rest, missing);
            case 0x10 ->
                new DirDataReference(bytes, rest.isEmpty() ? OptionalInt.empty() : OptionalInt.of(rest.get(0)));
            case 0x80 -> new DataObjects(bytes, CompactTlv.parseAll(rest));
            default -> category > 0x80 && category < 0x90 ? new Reserved(bytes) : new Proprietary(bytes);
        };
    }

    private static WithStatus withStatus(Bytes bytes, Bytes rest, int missing) {
        int objectsLength = Math.clamp(rest.length() + missing - 3, 0, rest.length());
        Bytes status = rest.from(objectsLength);
        return new WithStatus(
                bytes,
                CompactTlv.parseAll(rest.slice(0, objectsLength)),
                status.length() == 3 ? Optional.of(StatusIndicator.of(status)) : Optional.empty());
    }

    /// Returns whether the decoding by category is consistent. Then a type B form is a coincidence.
    private static boolean isWellFormed(HistoricalBytes historical) {
        return switch (historical) {
            case WithStatus data -> data.status().isPresent() && areWellFormed(data.objects());
            case DataObjects data -> areWellFormed(data.objects());
            case None _, Storage _, TypeB _ -> true;
            case DirDataReference _, Reserved _, Proprietary _ -> false;
        };
    }

    private static boolean areWellFormed(List<CompactTlv> objects) {
        return objects.stream().allMatch(object -> object.hasDefinedLength() && object.tag() != 0);
    }

    /// `3B 88 80 01` and eight historical bytes. The low nibble of the sixth announces ISO/IEC 14443-4 (protocol
    /// type of ATQB in ISO/IEC 14443-3: bit 1 is 1, bits 2 and 3 are the minimum TR2, bit 4 is 0). The low nibble
    /// of the last is 0. Eight printable characters are text, not type B.
    private static boolean hasShapeOfTypeB(Atr atr) {
        Bytes historical = atr.historicalBytes();
        return atr.isShapedLikeContactless()
                && historical.length() == 8
                && (historical.get(5) & 0x09) == 1
                && (historical.get(7) & 0x0F) == 0
                && !historical.text(StandardCharsets.ISO_8859_1).chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }
}
