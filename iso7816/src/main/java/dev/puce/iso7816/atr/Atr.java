package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An answer to reset. Any bytes are accepted; [#findings()] reports violations of the standard.
///
///     TS T0 [TA1 TB1 TC1 TD1] [TA2 TB2 TC2 TD2] ... [T1 .. TK] [TCK]
///
/// Values that a card omits have the default of the standard, so methods such as [#extraGuardTime()] always
/// return a value. Two ATRs are equal if their bytes are equal. Immutable.
///
/// @see <a href="https://www.iso.org/standard/38770.html">ISO/IEC 7816-3:2006, clause 8</a>
public final class Atr {
    /// Maximum number of characters of an ATR, including TS (8.2.1).
    public static final int MAX_LENGTH = 33;

    private final Bytes bytes;
    private final List<InterfaceByte> interfaceBytes;
    private final int missingGroup;
    private final int missingPresence;
    private final Bytes historicalBytes;
    private final int historicalMissing;
    private final Tck tck;
    private final Bytes extra;

    private Atr(Bytes bytes) {
        var layout = new AtrLayout();
        layout.read(bytes.toArray(), 0, bytes.length());
        this.bytes = bytes;
        interfaceBytes = interfaceBytes(bytes, layout);
        missingGroup = layout.missingGroup();
        missingPresence = layout.missingPresence();
        int start = Math.min(layout.historicalStart(), bytes.length());
        int end = start + layout.historicalPresent();
        historicalBytes = bytes.slice(start, end);
        historicalMissing = layout.historicalDeclared() - layout.historicalPresent();
        tck = tck(bytes, layout, end);
        extra = bytes.from(layout.extra());
    }

    /// Parses an ATR.
    public static Atr parse(Bytes bytes) {
        return new Atr(bytes);
    }

    /// Parses an ATR from hex digits, in any form that [Bytes#hex(String)] accepts.
    ///
    /// @throws IllegalArgumentException if the text is not hex
    public static Atr parse(String hex) {
        return new Atr(Bytes.hex(hex));
    }

    private static List<InterfaceByte> interfaceBytes(Bytes bytes, AtrLayout layout) {
        var found = new ArrayList<InterfaceByte>(layout.interfaceCount());
        for (int n = 0; n < layout.interfaceCount(); n++) {
            int type = layout.type(n);
            found.add(new InterfaceByte(
                    KINDS[layout.kind(n)],
                    layout.group(n),
                    bytes.get(2 + n),
                    2 + n,
                    type == AtrLayout.NO_TYPE ? OptionalInt.empty() : OptionalInt.of(type)));
        }
        return List.copyOf(found);
    }

    private static final Kind[] KINDS = Kind.values();

    private static Tck tck(Bytes bytes, AtrLayout layout, int end) {
        var value = layout.tck() < 0 ? OptionalInt.empty() : OptionalInt.of(bytes.get(layout.tck()));
        if (!layout.tckDue()) {
            return new Tck(value.isPresent() ? Tck.Status.SUPERFLUOUS : Tck.Status.NONE, value, OptionalInt.empty());
        }
        if (layout.interfaceMissing() > 0 || layout.historicalPresent() < layout.historicalDeclared()) {
            return new Tck(Tck.Status.MISSING, OptionalInt.empty(), OptionalInt.empty());
        }
        int sum = 0;
        for (int i = 1; i < end; i++) {
            sum ^= bytes.get(i);
        }
        Tck.Status status =
                value.isEmpty() ? Tck.Status.MISSING : value.getAsInt() == sum ? Tck.Status.RIGHT : Tck.Status.WRONG;
        return new Tck(status, value, OptionalInt.of(sum));
    }

    /// Returns the whole ATR.
    public Bytes bytes() {
        return bytes;
    }

    /// Returns the convention that TS announces; empty if TS is missing or neither 3B nor 3F.
    public Optional<Convention> convention() {
        return bytes.isEmpty() ? Optional.empty() : Convention.of(bytes.get(0));
    }

    /// Returns the format byte T0; empty if the ATR ends before it.
    public OptionalInt t0() {
        return bytes.length() < 2 ? OptionalInt.empty() : OptionalInt.of(bytes.get(1));
    }

    /// Returns the interface bytes in the order of transmission.
    public List<InterfaceByte> interfaceBytes() {
        return interfaceBytes;
    }

    /// Returns the number of interface bytes that T0 or a TD announces but the ATR lacks.
    public int interfaceBytesMissing() {
        return Integer.bitCount(missingPresence);
    }

    /// Returns the names of the interface bytes that T0 or a TD announces but the ATR lacks, in order.
    public List<String> missingInterfaceBytes() {
        return Arrays.stream(KINDS)
                .filter(kind -> isCutBefore(kind, missingGroup))
                .map(kind -> kind.name() + missingGroup)
                .toList();
    }

    /// Returns whether the ATR ends before that interface byte: T0 or a TD announces it, or a missing TD may have
    /// announced it.
    public boolean isCutBefore(Kind kind, int group) {
        Kind unknown = group > missingGroup ? Kind.TD : kind;
        return group >= missingGroup && (missingPresence & unknown.presence()) != 0;
    }

    /// Returns the interface byte of that letter and group, for example `TD`, 1.
    public Optional<InterfaceByte> interfaceByte(Kind kind, int group) {
        return interfaceBytes.stream()
                .filter(b -> b.kind() == kind && b.group() == group)
                .findFirst();
    }

    /// Returns the interface byte with that name: `TA1`, `TD2`, ...
    public Optional<InterfaceByte> interfaceByte(String name) {
        return interfaceBytes.stream().filter(b -> b.name().equals(name)).findFirst();
    }

    /// Returns the first TA, TB or TC from group 3 on that follows a TD with that T. Only the first one counts;
    /// later ones for the same T are reserved.
    public Optional<InterfaceByte> firstAfter(int t, Kind kind) {
        return interfaceBytes.stream()
                .filter(b -> b.kind() == kind && b.group() >= 3 && b.isAfter(t))
                .findFirst();
    }

    /// Returns the historical bytes T1 to TK, as far as present.
    public Bytes historicalBytes() {
        return historicalBytes;
    }

    /// Returns the decoded historical bytes.
    public HistoricalBytes historical() {
        return HistoricalBytes.of(this);
    }

    /// Returns whether the ATR has the form that PC/SC readers generate for contactless cards: `3B 8K 80 01`,
    /// historical bytes, TCK (PC/SC part 3, 3.1.3.2.3). A contact card may have this form too.
    public boolean isShapedLikeContactless() {
        return bytes.length() >= 4
                && bytes.get(0) == 0x3B
                && bytes.get(1) >> 4 == 8
                && bytes.get(2) == 0x80
                && bytes.get(3) == 0x01;
    }

    /// Returns the number of historical bytes that T0 announces but the ATR lacks.
    public int historicalBytesMissing() {
        return historicalMissing;
    }

    /// Returns the offset of the first historical byte.
    public int historicalBytesOffset() {
        return Math.min(2 + interfaceBytes.size(), bytes.length());
    }

    /// Returns the check byte.
    public Tck tck() {
        return tck;
    }

    /// Returns the bytes after the end of the ATR; usually empty.
    public Bytes extraBytes() {
        return extra;
    }

    /// Returns the protocols that the card offers, in its order, without repetition; T=0 if there is no TD1
    /// (8.2.3). The list is incomplete if the ATR ends before a TD ([#isCutBefore]).
    public List<TransmissionProtocol> protocols() {
        if (isCutBefore(Kind.TD, 1)) {
            return List.of();
        }
        if (interfaceByte(Kind.TD, 1).isEmpty()) {
            return List.of(TransmissionProtocol.T0);
        }
        return interfaceBytes.stream()
                .filter(b -> b.kind() == Kind.TD)
                .map(b -> b.value() & 0xF)
                .distinct()
                .map(TransmissionProtocol::new)
                .filter(TransmissionProtocol::isProtocol)
                .toList();
    }

    /// Returns whether a TD names T=15, which announces global interface bytes (8.2.3).
    public boolean hasGlobalInterfaceBytes() {
        return interfaceBytes.stream().anyMatch(b -> b.kind() == Kind.TD && (b.value() & 0xF) == 15);
    }

    /// Returns the speed that the card offers: TA1, or 372/1 without it; empty if TA1 has a reserved value, or is
    /// announced but missing.
    public Optional<TransmissionFactors> transmissionFactors() {
        if (isCutBefore(Kind.TA, 1)) {
            return Optional.empty();
        }
        return interfaceByte(Kind.TA, 1)
                .map(ta1 -> TransmissionFactors.ofTa1(ta1.value()))
                .orElse(Optional.of(TransmissionFactors.DEFAULT));
    }

    /// Returns N of TC1, 0 to 255 (8.3); 0 without it. 255 means the minimum guard time of the protocol.
    public int extraGuardTime() {
        return interfaceByte(Kind.TC, 1).map(InterfaceByte::value).orElse(0);
    }

    /// Returns the specific mode of TA2; empty in negotiable mode, that is, without TA2.
    public Optional<SpecificMode> specificMode() {
        return interfaceByte(Kind.TA, 2).map(ta2 -> SpecificMode.ofTa2(ta2.value()));
    }

    /// Returns WI of TC2, 0 to 255 (10.2); 10 without it. 0 is reserved.
    public int waitingTimeInteger() {
        return interfaceByte(Kind.TC, 2).map(InterfaceByte::value).orElse(10);
    }

    /// Returns the parameters of T=1; defaults for those that the card omits.
    public BlockParameters blockParameters() {
        int ifsc = firstAfter(1, Kind.TA).map(InterfaceByte::value).orElse(BlockParameters.DEFAULT.ifsc());
        int waiting = firstAfter(1, Kind.TB).map(InterfaceByte::value).orElse(0x4D);
        boolean crc = (firstAfter(1, Kind.TC).map(InterfaceByte::value).orElse(0) & 1) != 0;
        return new BlockParameters(
                ifsc,
                waiting >> 4,
                waiting & 0xF,
                crc ? BlockParameters.ErrorDetection.CRC : BlockParameters.ErrorDetection.LRC);
    }

    /// Returns supply voltage and clock stop: the first TA after T=15; class A and no clock stop without it.
    public OperatingConditions operatingConditions() {
        return firstAfter(15, Kind.TA)
                .map(ta -> OperatingConditions.of(ta.value()))
                .orElse(OperatingConditions.DEFAULT);
    }

    /// Returns the errors and the reserved or deprecated values of this ATR, by offset.
    public List<Finding> findings() {
        return AtrFindings.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Atr atr && bytes.equals(atr.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    /// The bytes in hex, separated by spaces.
    @Override
    public String toString() {
        return bytes.toSpacedHex();
    }
}
