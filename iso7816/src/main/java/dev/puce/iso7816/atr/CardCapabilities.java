package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Card capabilities: up to three software function tables (ISO/IEC 7816-4:2013, 12.1.1.9).
///
/// @param tables one to three bytes; further ones have no meaning
public record CardCapabilities(Bytes tables) {
    private static final String[] SELECTION = {
        "DF selection by full DF name",
        "DF selection by partial DF name",
        "DF selection by path",
        "DF selection by file identifier",
        "implicit DF selection",
        "short EF identifier supported",
        "record number supported",
        "record identifier supported",
    };

    /// Returns the selection methods of the first table; empty if there is none.
    public List<String> selection() {
        var meanings = new ArrayList<String>();
        if (tables.length() >= 1) {
            for (int bit = 0; bit < 8; bit++) {
                if ((tables.get(0) & 0x80 >> bit) != 0) {
                    meanings.add(SELECTION[bit]);
                }
            }
        }
        return List.copyOf(meanings);
    }

    /// Returns the meaning of the second table (data coding byte); empty if there is none.
    public List<String> dataCoding() {
        var meanings = new ArrayList<String>();
        if (tables.length() >= 2) {
            int coding = tables.get(1);
            if ((coding & 0x80) != 0) {
                meanings.add("EFs of TLV structure supported");
            }
            meanings.add("write functions: "
                    + switch (coding >> 5 & 3) {
                        case 0 -> "one-time write";
                        case 1 -> "proprietary";
                        case 2 -> "write OR";
                        default -> "write AND";
                    });
            meanings.add("FF as first byte of a BER-TLV tag: " + ((coding & 0x10) != 0 ? "valid" : "invalid"));
            meanings.add("data unit: " + dataUnit(coding & 0xF));
        }
        return List.copyOf(meanings);
    }

    /// A data unit has 2^n quartets (half bytes).
    private static String dataUnit(int n) {
        return switch (n) {
            case 0 -> "1 quartet";
            case 1 -> "1 byte";
            default -> (1 << (n - 1)) + " bytes";
        };
    }

    /// Returns the command and channel features of the third table; empty if there is none.
    public List<String> commands() {
        var meanings = new ArrayList<String>();
        if (tables.length() >= 3) {
            int table = tables.get(2);
            if ((table & 0x80) != 0) {
                meanings.add("command chaining");
            }
            if ((table & 0x40) != 0) {
                meanings.add("extended Lc and Le");
            }
            if ((table & 0x20) != 0) {
                meanings.add("extended length information in EF.ATR/INFO");
            }
            meanings.add("logical channel numbers: "
                    + switch (table >> 3 & 3) {
                        case 0 -> "no logical channels";
                        case 1 -> "assigned by the interface device";
                        case 2 -> "assigned by the card";
                        default -> "assigned by the card and by the interface device";
                    });
            int channels = (table & 7) + 1;
            meanings.add("maximum number of logical channels: " + (channels == 8 ? "8 or more" : channels));
        }
        return List.copyOf(meanings);
    }
}
