package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Feature;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.util.Set;
import java.util.StringJoiner;

/// How pcsc-spy writes the values that have names. It knows fewer than puce does, and the text must be the same.
final class PcscSpyNames {
    static final String UNKNOWN = "UNKNOWN";

    private static final Set<Integer> ATTRIBUTES = Set.of(
            0x00010100,
            0x00010102,
            0x00010103,
            0x0007A007,
            0x00090300,
            0x00090301,
            0x00090303,
            0x7FFF0003,
            0x7FFF0004,
            0x7FFF0005,
            0x7FFF0006);

    /// `SCARD_STATE_IGNORE` to `SCARD_STATE_UNPOWERED`.
    private static final int KNOWN_STATES = 0x7FF;

    private static final int LAST_FEATURE = 0x13;

    private PcscSpyNames() {}

    /// Symbols of pcsc-lite's own header; its two generations spell one of them in two ways.
    static String code(ReturnCode code, boolean older) {
        return switch (code.value()) {
            case 0x8010001F -> "SCARD_E_UNSUPPORTED_FEATURE";
            case 0x8010002B -> older ? "SCARD_E_UNKNOWN_RES_MNG" : "SCARD_E_UNKNOWN_RES_MSG";
            default -> {
                String symbol = code.symbol();
                yield symbol.startsWith("0x") ? UNKNOWN : symbol;
            }
        };
    }

    static String scope(long value) {
        String symbol = new Scope((int) value).symbol();
        return symbol.startsWith("0x") ? UNKNOWN : symbol;
    }

    static String shareMode(long value) {
        String symbol = new ShareMode((int) value).symbol();
        return symbol.startsWith("0x") ? UNKNOWN : symbol;
    }

    static String disposition(long value) {
        String symbol = new Disposition((int) value).symbol();
        return symbol.startsWith("0x") ? UNKNOWN : symbol;
    }

    static String attribute(long value) {
        var attribute = new Attribute((int) value);
        return ATTRIBUTES.contains(attribute.value()) ? attribute.symbol().orElse(UNKNOWN) : UNKNOWN;
    }

    static String feature(int tag) {
        return tag > 0 && tag <= LAST_FEATURE ? new Feature(tag).symbol() : UNKNOWN;
    }

    /// All protocols of the set: `T=0, T=1`.
    static String protocols(long mask) {
        if (mask == 3) {
            return "T=0, T=1";
        }
        var names = new StringJoiner(", ");
        for (int bit = 1; bit <= 8; bit <<= 1) {
            if ((mask & bit) != 0) {
                names.add(protocol(bit));
            }
        }
        return names.toString();
    }

    /// The protocol with the lowest number that is in the value.
    static String protocol(long value) {
        return switch ((int) Long.lowestOneBit(value & 0xF)) {
            case 1 -> "T=0";
            case 2 -> "T=1";
            case 4 -> "RAW";
            case 8 -> "T=15";
            default -> UNKNOWN;
        };
    }

    /// Flags of a reader's state, the lowest first.
    static String state(long value) {
        int flags = (int) value & KNOWN_STATES;
        return flags == 0 ? "" : new EventState(flags).toString().replace("|", ", ");
    }
}
