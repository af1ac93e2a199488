package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A card without a processor, mostly a contactless one, as a PC/SC reader shows it: its ATR is made by the reader
/// (PC/SC part 3, 3.1.3.2.3, and its supplement for storage cards).
///
/// @param standard SS: what the card talks, 0 to 255
/// @param name     NN NN: which card it is, 0 to FFFF
public record StorageCard(int standard, int name) {
    /// What the historical bytes begin with: category 80, then the BER-TLV header of an application identifier
    /// whose registered provider is the PC/SC workgroup. (Not COMPACT-TLV, although the category says so.)
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

    /// What SS means.
    public String standardMeaning() {
        return Table.ROWS.getOrDefault("standard %02X".formatted(standard), "reserved");
    }

    /// What NN NN means: the card's name, or what is known about values outside the list.
    public String nameMeaning() {
        String known = Table.ROWS.get("card %04X".formatted(name));
        if (known != null) {
            return known;
        }
        return name >> 8 == 0xFF ? "unknown card with SAK %02X".formatted(name & 0xFF) : "not in the list";
    }

    /// The table, read when the first name is asked for.
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
                throw new UncheckedIOException("the table of storage cards is damaged", e);
            }
            return rows;
        }
    }
}
