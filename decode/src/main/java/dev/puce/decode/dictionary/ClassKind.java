package dev.puce.decode.dictionary;

/// Ranges of class bytes in which the same instruction tables hold.
public enum ClassKind {
    /// 0X and 4X to 7X: ISO/IEC 7816-4.
    INTERINDUSTRY("0"),
    /// 8X, CX to EX: an application's own commands, with the channel bits of GlobalPlatform and ETSI.
    PROPRIETARY("8"),
    /// 90 on a DESFire card.
    DESFIRE("90"),
    /// 94: older Calypso cards.
    CALYPSO("94"),
    /// A0: SIM of GSM.
    GSM("A0"),
    /// B0: MuscleCard.
    MUSCLE("B0"),
    /// FF: commands to the reader.
    READER("FF"),
    /// The rest.
    OTHER("?");

    private final String symbol;

    ClassKind(String symbol) {
        this.symbol = symbol;
    }

    /// The kind of a class byte without further knowledge.
    public static ClassKind of(int cla) {
        if (cla < 0) {
            return OTHER;
        }
        return switch (cla >> 4) {
            case 0, 1, 4, 5, 6, 7 -> INTERINDUSTRY;
            case 8, 0xC, 0xE -> PROPRIETARY;
            case 9 -> cla == 0x94 ? CALYPSO : DESFIRE;
            case 0xA -> cla == 0xA0 ? GSM : OTHER;
            case 0xB -> cla == 0xB0 ? MUSCLE : OTHER;
            case 0xF -> cla == 0xFF ? READER : OTHER;
            default -> OTHER;
        };
    }

    /// Whether the class cell of an instruction row stands for this kind.
    public boolean isNamedBy(String cell) {
        return cell.equals("*") ? this == INTERINDUSTRY || this == PROPRIETARY : cell.equals(symbol);
    }

    /// Whether the class byte holds channel, chaining and secure messaging bits.
    public boolean hasChannel() {
        return this == INTERINDUSTRY || this == PROPRIETARY;
    }

    /// Whether a class cell names any kind.
    static boolean isNamed(String cell) {
        for (var kind : values()) {
            if (kind != OTHER && kind.isNamedBy(cell)) {
                return true;
            }
        }
        return false;
    }
}
