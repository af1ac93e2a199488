package dev.puce.iso7816;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A named instruction: the meaning of an INS byte in a class.
///
/// @param family the family of specifications that defines it
/// @param ins    instruction byte, 0 to 255
/// @param name   in capitals, as in the specification: `READ BINARY`
/// @param source the specification: `ISO 7816-4`
public record IsoInstruction(Family family, int ins, String name, String source) {
    /// The families of specifications that define instructions. They share class bytes, so the meaning may depend
    /// on the application. Families earlier in this list are more likely.
    public enum Family {
        /// ISO/IEC 7816, in its own classes and with the same meaning in proprietary classes.
        INTERINDUSTRY,
        /// GlobalPlatform Card Specification, 11.
        GLOBALPLATFORM,
        /// EMV book 3, 6.5.
        EMV,
        /// ETSI TS 102 221: UICC, in class 80.
        ETSI,
        /// ETSI TS 151 011 (GSM 11.11): SIM, in class A0.
        GSM,
        /// PC/SC part 3, 3.2: commands to the reader, mostly for memory cards, in class FF.
        READER,
        /// DESFire commands wrapped into ISO APDUs, in class 90.
        DESFIRE,
        /// Yubico's extensions of PIV, in class 00.
        PIV
    }

    private static final Map<Family, Map<Integer, IsoInstruction>> TABLE = load();

    /// Returns the most probable meaning of an instruction byte in the class; empty if unknown.
    ///
    /// @param ins instruction byte, 0 to 255
    public static Optional<IsoInstruction> of(ClassByte cla, int ins) {
        for (var family : families(cla)) {
            var found = TABLE.get(family).get(ins);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// Returns the most probable meaning of a command's instruction byte.
    public static Optional<IsoInstruction> of(CommandApdu command) {
        return of(command.classByte(), command.ins());
    }

    /// Returns the instructions of any class that have the name.
    ///
    /// @param name in any case: `read binary`
    public static Stream<IsoInstruction> named(String name) {
        return all().filter(instruction -> instruction.name().equalsIgnoreCase(name));
    }

    /// Returns the instructions of all families.
    public static Stream<IsoInstruction> all() {
        return TABLE.values().stream().flatMap(family -> family.values().stream());
    }

    private static List<Family> families(ClassByte cla) {
        return switch (cla.range()) {
            case FIRST_INTERINDUSTRY, FURTHER_INTERINDUSTRY -> List.of(Family.INTERINDUSTRY, Family.PIV);
            case INVALID -> List.of(Family.READER);
            case RESERVED -> List.of();
            case PROPRIETARY ->
                switch (cla.value() >> 4) {
                    case 0x9 -> List.of(Family.DESFIRE);
                    case 0xA -> List.of(Family.GSM);
                    default -> List.of(Family.GLOBALPLATFORM, Family.EMV, Family.ETSI, Family.INTERINDUSTRY);
                };
        };
    }

    private static Map<Family, Map<Integer, IsoInstruction>> load() {
        var table = new EnumMap<Family, Map<Integer, IsoInstruction>>(Family.class);
        for (var family : Family.values()) {
            table.put(family, new HashMap<>());
        }
        for (var cells : Table.rows("instructions.tsv", 4)) {
            var family = Family.valueOf(cells.get(0).toUpperCase(Locale.ROOT));
            int ins = Integer.parseInt(cells.get(1), 16);
            table.get(family).putIfAbsent(ins, new IsoInstruction(family, ins, cells.get(2), cells.get(3)));
        }
        return table;
    }
}
