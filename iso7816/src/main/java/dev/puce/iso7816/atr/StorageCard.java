package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A card without a processor, usually contactless. The PC/SC reader generates its ATR (PC/SC part 3, 3.1.3.2.3,
/// and its supplement for storage cards).
///
/// @param standard SS: the card's standard, 0 to 255
/// @param name     NN NN: the card name code, 0 to FFFF
public record StorageCard(int standard, int name) {
    /// The start of the historical bytes: category 80, then the BER-TLV header of an application identifier whose
    /// registered provider is the PC/SC workgroup. (It is not COMPACT-TLV, although category 80 announces that.)
    private static final Bytes PREFIX = Bytes.hex("80 4F 0C A0 00 00 03 06");

    private static final int LENGTH = 15;

    /// Recognizes the historical bytes of a storage card.
    public static Optional<StorageCard> of(Bytes historicalBytes) {
        if (historicalBytes.length() != LENGTH || !historicalBytes.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(
                new StorageCard(historicalBytes.get(8), historicalBytes.get(9) << 8 | historicalBytes.get(10)));
    }

    /// Returns the meaning of SS.
    public String standardMeaning() {
        return Table.ROWS.getOrDefault("standard %02X".formatted(standard), "reserved");
    }

    /// Returns the meaning of NN NN: the card's name, or the SAK for codes FF00 to FFFF.
    public String nameMeaning() {
        String known = Table.ROWS.get("card %04X".formatted(name));
        if (known != null) {
            return known;
        }
        return name >> 8 == 0xFF ? "unknown card with SAK %02X".formatted(name & 0xFF) : "unknown card name";
    }

    /// The table, loaded lazily.
    private static final class Table {
        static final Map<String, String> ROWS = load();

        private static Map<String, String> load() {
            var rows = new HashMap<String, String>();
            try (var in = Objects.requireNonNull(StorageCard.class.getResourceAsStream("storage-cards.tsv"))) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(line -> line.split("\t", -1))
                        .forEach(columns -> rows.put(columns[0] + " " + columns[1], columns[2]));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the table of storage cards", e);
            }
            return rows;
        }
    }
}
