package dev.puce.iso7816.atr;

import java.util.ArrayList;
import java.util.List;

/// Card service data: how applications are selected and where the card describes itself
/// (ISO/IEC 7816-4:2013, 12.1.1.5).
///
/// @param value 0 to 255
public record CardServiceData(int value) {
    /// Returns the meaning of the byte, one phrase per statement.
    public List<String> meanings() {
        var meanings = new ArrayList<String>();
        addIf(0x80, "application selection by full DF name", meanings);
        addIf(0x40, "application selection by partial DF name", meanings);
        addIf(0x20, "BER-TLV data objects in EF.DIR", meanings);
        addIf(0x10, "BER-TLV data objects in EF.ATR/INFO", meanings);
        meanings.add("EF.DIR and EF.ATR/INFO are read by "
                + switch (value >> 1 & 7) {
                    case 4 -> "READ BINARY";
                    case 2 -> "GET DATA";
                    case 0 -> "READ RECORD";
                    default -> "a reserved access service (%d)".formatted(value >> 1 & 7);
                });
        meanings.add((value & 1) != 0 ? "card without MF" : "card with MF");
        return List.copyOf(meanings);
    }

    /// Returns whether the standard defines how to read EF.DIR and EF.ATR/INFO of a card with this byte.
    public boolean hasDefinedAccess() {
        int access = value >> 1 & 7;
        return access == 0 || access == 2 || access == 4;
    }

    private void addIf(int bit, String meaning, List<String> meanings) {
        if ((value & bit) != 0) {
            meanings.add(meaning);
        }
    }
}
