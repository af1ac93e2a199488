package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
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
    /// @param status  empty if fewer than three bytes are left for it, which is an error
    record WithStatus(Bytes bytes, List<CompactTlv> objects, Optional<StatusIndicator> status)
            implements HistoricalBytes {
        public WithStatus {
            objects = List.copyOf(objects);
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
        HistoricalBytes byCategory = ofCategory(bytes);
        return hasShapeOfTypeB(atr) && !isWellFormed(byCategory)
                ? new TypeB(bytes, bytes.slice(0, 4), bytes.slice(4, 7), bytes.get(7) >> 4)
                : byCategory;
    }

    private static HistoricalBytes ofCategory(Bytes bytes) {
        int category = bytes.get(0);
        Bytes rest = bytes.from(1);
        return switch (category) {
            case 0x00 -> withStatus(bytes, rest);
            case 0x10 ->
                new DirDataReference(bytes, rest.isEmpty() ? OptionalInt.empty() : OptionalInt.of(rest.get(0)));
            case 0x80 -> new DataObjects(bytes, CompactTlv.parseAll(rest));
            default -> category > 0x80 && category < 0x90 ? new Reserved(bytes) : new Proprietary(bytes);
        };
    }

    private static WithStatus withStatus(Bytes bytes, Bytes rest) {
        int objectsLength = rest.length() - 3;
        return objectsLength < 0
                ? new WithStatus(bytes, CompactTlv.parseAll(rest), Optional.empty())
                : new WithStatus(
                        bytes,
                        CompactTlv.parseAll(rest.slice(0, objectsLength)),
                        Optional.of(StatusIndicator.of(rest.from(objectsLength))));
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

    /// `3B 88 80 01`, eight bytes of which the seventh to last half-byte says ISO/IEC 14443-4 and the last is 0.
    private static boolean hasShapeOfTypeB(Atr atr) {
        Bytes historical = atr.historicalBytes();
        return atr.isShapedLikeContactless()
                && historical.length() == 8
                && (historical.get(5) & 0x0F) == 1
                && (historical.get(7) & 0x0F) == 0;
    }
}
