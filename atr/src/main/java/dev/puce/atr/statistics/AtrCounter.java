package dev.puce.atr.statistics;

import dev.puce.iso7816.atr.AtrLayout;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/// Counts the characters of ATRs. Each thread has its own counter; [#addAll(AtrCounter)] merges the results.
final class AtrCounter implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int VALUES = 256;
    private static final int TA = 0;
    private static final int TB = 1;
    private static final int TD = 3;

    private final CountingRule rule;
    private final transient AtrLayout layout = new AtrLayout();

    long counted;
    final long[] ts = new long[VALUES];
    final long[] t0 = new long[VALUES];
    /// Counts by name (group << 2 | letter) and value.
    long[][] interfaceBytes = new long[32][];
    /// By name: ATRs whose character is hidden by a wildcard.
    long[] hiddenInterfaceBytes = new long[32];
    /// By group: ATRs for which it is unknown whether they have characters of this and later groups.
    long[] unknownFrom = new long[8];

    long hiddenTs;
    long hiddenT0;

    final HistoricalBytesCounter historicalBytes = new HistoricalBytesCounter();
    final long[] categories = new long[VALUES];
    long noHistoricalBytes;
    long hiddenHistoricalBytes;

    final long[] tck = new long[VALUES];
    long tckMissing;
    long tckAbsent;
    long hiddenTck;

    /// TA and TB of group 3 and later by their T, for the derived tables.
    final long[] ifsc = new long[VALUES];

    final long[] blockWaiting = new long[VALUES];
    final long[] classes = new long[VALUES];
    final long[] ta4 = new long[VALUES];

    AtrCounter(CountingRule rule) {
        this.rule = rule;
    }

    /// Counts the ATR of a line `times` times; false if the rule excludes it.
    boolean add(ListLine line, long times) {
        byte[] atr = line.atr;
        layout.read(atr, 0, line.length);
        if (layout.interfaceMissing() > 0 && !line.isOpen) {
            return false;
        }
        if (rule == CountingRule.PUBLISHED && layout.historicalPresent() < layout.historicalDeclared()) {
            return false;
        }
        if (line.hasHidden || line.isOpen) {
            addPattern(line, times);
            return true;
        }
        counted += times;
        ts[atr[0] & 0xFF] += times;
        t0[atr[1] & 0xFF] += times;
        int count = layout.interfaceCount();
        for (int n = 0; n < count; n++) {
            addInterfaceByte(n, atr[2 + n] & 0xFF, times);
        }
        addHistoricalBytes(atr, times);
        addTck(atr, times);
        return true;
    }

    private void addInterfaceByte(int n, int value, long times) {
        int group = layout.group(n);
        int kind = layout.kind(n);
        table(group << 2 | kind)[value] += times;
        if (group >= 3 && kind <= TB) {
            addDerived(group, kind, layout.type(n), value, times);
        }
    }

    /// The published tables treat every TA with i ≥ 3 that does not follow T=1, and every TA4, as a class byte.
    /// The default rule uses only a TA after T=15, as the standard defines it.
    private void addDerived(int group, int kind, int type, int value, long times) {
        if (type == 1) {
            (kind == TA ? ifsc : blockWaiting)[value] += times;
        }
        if (kind == TA) {
            boolean published = rule == CountingRule.PUBLISHED;
            if (published ? type != 1 : type == 15) {
                classes[value] += times;
            }
            if (group == 4 && (published || type == 15)) {
                ta4[value] += times;
            }
        }
    }

    private long[] table(int name) {
        if (name >= interfaceBytes.length) {
            interfaceBytes = Arrays.copyOf(interfaceBytes, 2 * name);
            hiddenInterfaceBytes = Arrays.copyOf(hiddenInterfaceBytes, 2 * name);
        }
        long[] table = interfaceBytes[name];
        if (table == null) {
            table = new long[VALUES];
            interfaceBytes[name] = table;
        }
        return table;
    }

    private void addHistoricalBytes(byte[] atr, long times) {
        int declared = layout.historicalDeclared();
        if (declared == 0) {
            noHistoricalBytes += times;
        } else if (layout.historicalPresent() < declared) {
            hiddenHistoricalBytes += times;
        } else {
            int start = layout.historicalStart();
            historicalBytes.add(atr, start, declared, times);
            categories[atr[start] & 0xFF] += times;
        }
    }

    private void addTck(byte[] atr, long times) {
        if (!layout.tckDue()) {
            tckAbsent += times;
        } else if (layout.tck() < 0) {
            tckMissing += times;
        } else {
            tck[atr[layout.tck()] & 0xFF] += times;
        }
    }

    /// Counts a pattern. Its plain characters are counted until a hidden T0 or TD makes the structure unknown.
    private void addPattern(ListLine line, long times) {
        byte[] atr = line.atr;
        counted += times;
        if (line.hidden[0]) {
            hiddenTs += times;
        } else {
            ts[atr[0] & 0xFF] += times;
        }
        if (line.hidden[1]) {
            hiddenT0 += times;
            excludeFrom(1, times);
            return;
        }
        t0[atr[1] & 0xFF] += times;
        for (int n = 0; n < layout.interfaceCount(); n++) {
            boolean hidden = line.hidden[2 + n];
            if (!hidden) {
                addInterfaceByte(n, atr[2 + n] & 0xFF, times);
                continue;
            }
            int name = layout.group(n) << 2 | layout.kind(n);
            table(name);
            hiddenInterfaceBytes[name] += times;
            if (layout.kind(n) == TD) {
                excludeFrom(layout.group(n) + 1, times);
                return;
            }
        }
        if (layout.interfaceMissing() > 0) {
            excludeMissing(times);
            return;
        }
        addHistoricalBytesOfPattern(line, times);
        boolean tckHidden = layout.tckDue() && (line.isOpen || (layout.tck() >= 0 && line.hidden[layout.tck()]));
        if (tckHidden) {
            hiddenTck += times;
        } else {
            addTck(atr, times);
        }
    }

    /// Handles an open pattern that ends before announced bytes: those bytes are hidden, and the bytes after them
    /// are unknown.
    private void excludeMissing(long times) {
        int group = layout.missingGroup();
        for (int kind = TA; kind <= TD; kind++) {
            if (layout.isMissing(kind)) {
                int name = group << 2 | kind;
                table(name);
                hiddenInterfaceBytes[name] += times;
            }
        }
        if (layout.isMissing(TD)) {
            excludeFrom(group + 1, times);
        } else {
            hiddenHistoricalBytes += times;
            hiddenTck += times;
        }
    }

    private void addHistoricalBytesOfPattern(ListLine line, long times) {
        int start = layout.historicalStart();
        for (int i = start; i < start + layout.historicalPresent(); i++) {
            if (line.hidden[i]) {
                hiddenHistoricalBytes += times;
                return;
            }
        }
        addHistoricalBytes(line.atr, times);
    }

    private void excludeFrom(int group, long times) {
        if (group >= unknownFrom.length) {
            unknownFrom = Arrays.copyOf(unknownFrom, 2 * group);
        }
        unknownFrom[group] += times;
        hiddenHistoricalBytes += times;
        hiddenTck += times;
    }

    /// Adds the counts of another counter with the same rule.
    void addAll(AtrCounter other) {
        counted += other.counted;
        add(ts, other.ts);
        add(t0, other.t0);
        for (int name = 0; name < other.interfaceBytes.length; name++) {
            if (other.interfaceBytes[name] != null) {
                add(table(name), other.interfaceBytes[name]);
                hiddenInterfaceBytes[name] += other.hiddenInterfaceBytes[name];
            }
        }
        if (unknownFrom.length < other.unknownFrom.length) {
            unknownFrom = Arrays.copyOf(unknownFrom, other.unknownFrom.length);
        }
        add(unknownFrom, other.unknownFrom);
        hiddenTs += other.hiddenTs;
        hiddenT0 += other.hiddenT0;
        historicalBytes.addAll(other.historicalBytes);
        add(categories, other.categories);
        noHistoricalBytes += other.noHistoricalBytes;
        hiddenHistoricalBytes += other.hiddenHistoricalBytes;
        add(tck, other.tck);
        tckMissing += other.tckMissing;
        tckAbsent += other.tckAbsent;
        hiddenTck += other.hiddenTck;
        add(ifsc, other.ifsc);
        add(blockWaiting, other.blockWaiting);
        add(classes, other.classes);
        add(ta4, other.ta4);
    }

    private static void add(long[] sums, long[] more) {
        for (int i = 0; i < more.length; i++) {
            sums[i] += more[i];
        }
    }
}
