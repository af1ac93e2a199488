package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Finding.Severity;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.util.ArrayList;
import java.util.List;

/// Checks an ATR against the standard.
final class AtrFindings {
    private static final String ISO3 = "ISO/IEC 7816-3:2006, ";
    private static final String ISO4 = "ISO/IEC 7816-4:2013, ";

    private final Atr atr;
    private final int length;
    private final List<Finding> findings = new ArrayList<>();

    private AtrFindings(Atr atr) {
        this.atr = atr;
        this.length = atr.bytes().length();
    }

    static List<Finding> of(Atr atr) {
        var check = new AtrFindings(atr);
        check.checkStart();
        check.findings.addAll(InterfaceByteFindings.of(atr));
        check.checkOrderOfTypes();
        check.checkHistoricalBytes();
        check.checkHistoricalContent();
        check.checkEnd();
        check.findings.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
        return List.copyOf(check.findings);
    }

    private void add(Severity severity, int offset, String clause, String message) {
        findings.add(new Finding(severity, offset, message, ISO3 + clause));
    }

    private void checkStart() {
        if (length == 0) {
            add(Severity.ERROR, 0, "8.2.1", "the ATR is empty; it needs at least TS and T0");
            return;
        }
        if (atr.convention().isEmpty()) {
            String hint = atr.bytes().get(0) == 0x03
                    ? " (3F of a card with inverse convention, read with the direct convention)"
                    : "";
            add(
                    Severity.ERROR,
                    0,
                    "8.1",
                    "TS is %02X%s, must be 3B or 3F".formatted(atr.bytes().get(0), hint));
        }
        if (length == 1) {
            add(Severity.ERROR, 1, "8.2.2", "T0 is missing");
        }
        if (length > Atr.MAX_LENGTH) {
            add(
                    Severity.ERROR,
                    Atr.MAX_LENGTH,
                    "8.2.1",
                    "the ATR has %d characters; at most 33 are allowed, including TS".formatted(length));
        }
        if (atr.interfaceBytesMissing() > 0) {
            add(
                    Severity.ERROR,
                    length,
                    "8.2.3",
                    "the ATR ends before %s"
                            .formatted(
                                    atr.interfaceBytesMissing() == 1
                                            ? "an announced interface byte"
                                            : atr.interfaceBytesMissing() + " announced interface bytes"));
        }
    }

    private void checkOrderOfTypes() {
        int last = -1;
        for (InterfaceByte b : atr.interfaceBytes()) {
            if (b.kind() == Kind.TD) {
                int t = b.value() & 0xF;
                if (t < last) {
                    add(
                            Severity.NOTE,
                            b.offset(),
                            "8.2.3",
                            "%s names T=%d after T=%d; types should be in ascending order"
                                    .formatted(b.name(), t, last));
                }
                last = t;
            }
        }
    }

    private void checkHistoricalBytes() {
        if (atr.historicalBytesMissing() > 0) {
            int declared = atr.historicalBytes().length() + atr.historicalBytesMissing();
            add(
                    Severity.ERROR,
                    length,
                    "8.2.4",
                    "%d of %d historical bytes%s missing"
                            .formatted(
                                    atr.historicalBytesMissing(),
                                    declared,
                                    Quantity.are(atr.historicalBytesMissing())));
        }
    }

    /// A truncated object at the end of truncated historical bytes is not a separate finding.
    private void checkHistoricalContent() {
        int offset = atr.historicalBytesOffset();
        switch (atr.historical()) {
            case HistoricalBytes.WithStatus data -> {
                if (data.status().isEmpty() && atr.historicalBytesMissing() == 0) {
                    addCoding(Severity.ERROR, offset, "12.1.1", "category 00 needs three status bytes at the end");
                }
                checkObjects(
                        offset + 1,
                        data.objects(),
                        Math.max(
                                0,
                                atr.historicalBytesMissing()
                                        + data.statusBytes().length()
                                        - 3));
                data.status()
                        .ifPresent(
                                status -> checkLifeCycle(offset + data.bytes().length() - 3, status));
            }
            case HistoricalBytes.DataObjects data ->
                checkObjects(offset + 1, data.objects(), atr.historicalBytesMissing());
            case HistoricalBytes.DirDataReference data -> {
                if (data.bytes().length() != 2) {
                    addCoding(
                            Severity.WARNING,
                            offset,
                            "12.1.1",
                            "category 10 is followed by %s instead of one DIR data reference byte"
                                    .formatted(Quantity.bytes(data.bytes().length() - 1)));
                }
            }
            case HistoricalBytes.Reserved(Bytes bytes) ->
                addCoding(Severity.WARNING, offset, "12.1.1", "category %02X is reserved".formatted(bytes.get(0)));
            case HistoricalBytes.Storage data -> {
                StorageCard card = data.card();
                if (card.standardMeaning().equals("reserved")) {
                    findings.add(new Finding(
                            Severity.NOTE,
                            offset + 8,
                            "the standard %02X of this storage card is unknown".formatted(card.standard()),
                            "PC/SC part 3, supplement"));
                }
            }
            case HistoricalBytes.None _, HistoricalBytes.Proprietary _, HistoricalBytes.TypeB _ -> {}
        }
    }

    /// @param cut number of missing bytes of the objects
    private void checkObjects(int start, List<CompactTlv> objects, int cut) {
        int offset = start;
        for (CompactTlv object : objects) {
            if (object.missing() > 0) {
                checkMissing(offset, object, cut);
            } else if (!object.hasDefinedLength()) {
                addCoding(
                        Severity.WARNING,
                        offset,
                        "12.1.1",
                        "%s has %s, a length that the standard does not define"
                                .formatted(
                                        object.name(),
                                        Quantity.bytes(object.value().length())));
            } else {
                checkValue(offset, object);
            }
            offset += object.size();
        }
    }

    private void checkMissing(int offset, CompactTlv object, int cut) {
        if (object.missing() > cut) {
            int announced = object.value().length() + object.missing();
            addCoding(
                    Severity.ERROR,
                    offset,
                    "12.1.1.2",
                    "%s (tag %X): %d of %s%s missing"
                            .formatted(
                                    object.name(),
                                    object.tag(),
                                    object.missing(),
                                    Quantity.bytes(announced),
                                    Quantity.are(object.missing())));
        }
    }

    private void checkValue(int offset, CompactTlv object) {
        if (!object.isDefined()) {
            addCoding(
                    Severity.NOTE,
                    offset,
                    "12.1.1",
                    "the standard does not define a data object with tag %X".formatted(object.tag()));
        } else if (object.tag() == 3 && !new CardServiceData(object.value().get(0)).hasDefinedAccess()) {
            addCoding(
                    Severity.WARNING,
                    offset + 1,
                    "12.1.1.5",
                    "card service data %02X: the access to EF.DIR and EF.ATR/INFO is reserved"
                            .formatted(object.value().get(0)));
        } else if (object.tag() == 8) {
            checkLifeCycle(offset + 1, StatusIndicator.of(object.value()));
        }
    }

    private void checkLifeCycle(int offset, StatusIndicator status) {
        status.lifeCycle().ifPresent(lcs -> {
            if (StatusIndicator.lifeCycleMeaning(lcs).equals("reserved")) {
                addCoding(Severity.WARNING, offset, "7.4.10", "life cycle status %02X is reserved".formatted(lcs));
            }
        });
    }

    private void addCoding(Severity severity, int offset, String clause, String message) {
        findings.add(new Finding(severity, offset, message, ISO4 + clause));
    }

    private void checkEnd() {
        Tck tck = atr.tck();
        int tckOffset = atr.historicalBytesOffset() + atr.historicalBytes().length();
        switch (tck.status()) {
            case WRONG ->
                add(
                        Severity.ERROR,
                        tckOffset,
                        "8.2.5",
                        "TCK is %02X, expected %02X"
                                .formatted(
                                        tck.value().orElseThrow(),
                                        tck.expected().orElseThrow()));
            case MISSING ->
                add(
                        Severity.ERROR,
                        length,
                        "8.2.5",
                        "TCK is missing%s"
                                .formatted(
                                        tck.expected().isPresent()
                                                ? ", expected %02X"
                                                        .formatted(
                                                                tck.expected().getAsInt())
                                                : ""));
            case SUPERFLUOUS ->
                add(
                        Severity.WARNING,
                        tckOffset,
                        "8.2.5",
                        "TCK is present, but must be absent because only T=0 is offered");
            case RIGHT, NONE -> {}
        }
        int extra = atr.extraBytes().length();
        if (extra > 0) {
            add(
                    Severity.WARNING,
                    length - extra,
                    "8.2.1",
                    "%d extra byte%s after the end of the ATR".formatted(extra, extra == 1 ? "" : "s"));
        }
    }
}
