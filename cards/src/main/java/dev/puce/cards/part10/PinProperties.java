package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// Display and PIN entry of a reader (`PIN_PROPERTIES_STRUCTURE`; PC/SC part 10, 2.5.5).
///
/// @param lcdLayout      columns in the low byte, lines in the high byte; 0: no display
/// @param entryValidation events that can end an entry; see [PinEntry]
/// @param timeout2       whether the time between two keys can be limited
public record PinProperties(int lcdLayout, int entryValidation, boolean timeout2) {
    private static final int LENGTH = 4;

    /// Parses the structure; empty if it is too short.
    public static Optional<PinProperties> tryParse(Bytes bytes) {
        return bytes.length() < LENGTH
                ? Optional.empty()
                : Optional.of(new PinProperties(bytes.get(0) | bytes.get(1) << 8, bytes.get(2), bytes.get(3) != 0));
    }

    /// Returns the number of characters per line of the display.
    public int columns() {
        return lcdLayout & 0xFF;
    }

    /// Returns the number of lines of the display.
    public int lines() {
        return lcdLayout >> 8;
    }
}
