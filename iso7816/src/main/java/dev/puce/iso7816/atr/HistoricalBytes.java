package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the historical bytes of an ATR tell, by their first byte, the category indicator
/// (ISO/IEC 7816-4:2013, 12.1.1), or by their shape for contactless cards (PC/SC part 3). Immutable.
public sealed interface HistoricalBytes {
    /// The bytes T1 to TK.
    Bytes bytes();

    /// The card sent none.
    record None() implements HistoricalBytes {
        @Override
        public Bytes bytes() {
            return Bytes.EMPTY;
        }
    }

    /// Category 00: data objects, then three bytes of status.
    ///
    /// @param objects what is between the category and the status
    /// @param status  the last three of the K bytes that T0 announces; empty if there are fewer, or they did
    ///                not all come, which is an error
    record WithStatus(Bytes bytes, List<CompactTlv> objects, Optional<StatusIndicator> status)
            implements HistoricalBytes {
        public WithStatus {
            objects = List.copyOf(objects);
        }

        /// What follows the objects: the status, or what came of it.
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

    /// Every other category: the card maker's own.
    record Proprietary(Bytes bytes) implements HistoricalBytes {}

    /// A storage card, described by the reader.
    record Storage(Bytes bytes, StorageCard card) implements HistoricalBytes {}

    /// By the shape of the ATR a contactless card of type B (PC/SC part 3, 3.1.3.2.3.1). Nothing marks it as one.
    ///
    /// @param applicationData 4 bytes of ATQB
    /// @param protocolInfo    3 bytes of ATQB
    /// @param mbli            maximum buffer length index of the answer to ATTRIB, 0 to 15
    record TypeB(Bytes bytes, Bytes applicationData, Bytes protocolInfo, int mbli) implements HistoricalBytes {}

    /// Reads the historical bytes of an ATR.
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

    /// Whether the reading by category is free of contradictions, so that the shape of type B is an accident.
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

    /// `3B 88 80 01` and eight bytes. The lower half of the sixth says ISO/IEC 14443-4 (protocol type of ATQB in
    /// ISO/IEC 14443-3: bit 1 is 1, bits 2 and 3 are the minimum TR2, bit 4 is 0), that of the last is 0. Bytes
    /// that can all be read are a text.
    private static boolean hasShapeOfTypeB(Atr atr) {
        Bytes historical = atr.historicalBytes();
        return atr.isShapedLikeContactless()
                && historical.length() == 8
                && (historical.get(5) & 0x09) == 1
                && (historical.get(7) & 0x0F) == 0
                && !historical.text(StandardCharsets.ISO_8859_1).chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }
}
