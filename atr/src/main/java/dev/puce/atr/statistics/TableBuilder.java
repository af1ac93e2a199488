package dev.puce.atr.statistics;

import dev.puce.atr.statistics.StatisticsTable.Row;
import dev.puce.iso7816.atr.OperatingConditions;
import dev.puce.iso7816.atr.TransmissionFactors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// Builds the tables from the counts.
final class TableBuilder {
    /// Groups that always have tables, even if no ATR has their characters.
    private static final int MIN_GROUPS = 4;

    private static final String[] LETTERS = {"TA", "TB", "TC", "TD"};
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// By descending count, then by ascending value; "absent" precedes the values.
    private static final Comparator<Count> AS_TEXT = (one, other) -> one.times != other.times
            ? Long.compare(other.times, one.times)
            : one.text().compareTo(other.text());

    private static final Comparator<Count> AS_NUMBERS = (one, other) ->
            one.times == other.times && one.text().length() != other.text().length()
                    ? Integer.compare(one.text().length(), other.text().length())
                    : AS_TEXT.compare(one, other);

    /// A value and its count, before it becomes a row.
    private record Count(Optional<String> value, long times) {
        String text() {
            return value.orElse("");
        }
    }

    private final AtrCounter counter;
    private final CountingRule rule;
    private final List<StatisticsTable> tables = new ArrayList<>();

    private TableBuilder(AtrCounter counter, CountingRule rule) {
        this.counter = counter;
        this.rule = rule;
    }

    static List<StatisticsTable> tables(AtrCounter counter, CountingRule rule) {
        var builder = new TableBuilder(counter, rule);
        builder.addCharacters();
        builder.addHistoricalBytes();
        builder.addTck();
        builder.addOfT0();
        builder.addOfTa1();
        builder.addProtocols();
        builder.addPublishedDerived();
        builder.addCategories();
        return builder.tables;
    }

    private static String hex(int value) {
        return HEX.toHexDigits((byte) value);
    }

    private void addTable(String name, long hidden, Map<Optional<String>, Long> counts) {
        addTable(name, hidden, counts, AS_TEXT);
    }

    private void addTable(String name, long hidden, Map<Optional<String>, Long> counts, Comparator<Count> order) {
        var list = new ArrayList<Count>();
        counts.forEach((value, times) -> list.add(new Count(value, times)));
        addTable(name, hidden, list, order);
    }

    /// Rows with the same count are adjacent, so their percentage is computed once.
    private void addTable(String name, long hidden, List<Count> counts, Comparator<Count> order) {
        long sum = counts.stream().mapToLong(Count::times).sum();
        counts.sort(order);
        var rows = new ArrayList<Row>(counts.size());
        long lastTimes = -1;
        double percent = 0;
        for (Count count : counts) {
            if (count.times() != lastTimes) {
                lastTimes = count.times();
                percent = StatisticsTable.percent(lastTimes, sum);
            }
            if (lastTimes > 0) {
                rows.add(new Row(count.value(), lastTimes, percent));
            }
        }
        tables.add(new StatisticsTable(name, sum, hidden, rows));
    }

    /// Sums counts by the name of a value; several values may have the same name.
    private static Map<Optional<String>, Long> by(long[] values, IntFunction<String> naming) {
        var counts = new LinkedHashMap<Optional<String>, Long>();
        for (int value = 0; value < values.length; value++) {
            if (values[value] > 0) {
                counts.merge(Optional.of(naming.apply(value)), values[value], Long::sum);
            }
        }
        return counts;
    }

    private void addCharacters() {
        addTable("TS", counter.hiddenTs, by(counter.ts, TableBuilder::hex));
        addTable("T0", counter.hiddenT0, by(counter.t0, TableBuilder::hex));
        for (int group = 1; group <= groups(); group++) {
            for (int letter = 0; letter < LETTERS.length; letter++) {
                int name = group << 2 | letter;
                var counts = by(values(name), TableBuilder::hex);
                long hidden = hidden(name);
                long present =
                        counts.values().stream().mapToLong(Long::longValue).sum();
                counts.put(Optional.empty(), counter.counted - hidden - present);
                addTable(LETTERS[letter] + group, hidden, counts);
            }
        }
    }

    private int groups() {
        int groups = MIN_GROUPS;
        for (int name = 0; name < counter.interfaceBytes.length; name++) {
            if (counter.interfaceBytes[name] != null) {
                groups = Math.max(groups, name >> 2);
            }
        }
        return groups;
    }

    private long[] values(int name) {
        boolean known = name < counter.interfaceBytes.length && counter.interfaceBytes[name] != null;
        return known ? counter.interfaceBytes[name] : new long[0];
    }

    private long hidden(int name) {
        long hidden = name < counter.hiddenInterfaceBytes.length ? counter.hiddenInterfaceBytes[name] : 0;
        for (int group = 0; group < counter.unknownFrom.length && group <= name >> 2; group++) {
            hidden += counter.unknownFrom[group];
        }
        return hidden;
    }

    /// The published series had no row "absent" here: missing historical bytes were an empty string.
    private void addHistoricalBytes() {
        var counts = new ArrayList<Count>();
        counter.historicalBytes.forEach((bytes, times) -> counts.add(new Count(Optional.of(bytes.toHex()), times)));
        counts.add(new Count(Optional.of("others"), counter.historicalBytes.others()));
        Optional<String> none = rule == CountingRule.PUBLISHED ? Optional.of("") : Optional.empty();
        counts.add(new Count(none, counter.noHistoricalBytes));
        addTable("historicalBytes", counter.hiddenHistoricalBytes, counts, AS_TEXT);
    }

    /// A required but missing TCK has the row `-1`, as in the published series.
    private void addTck() {
        var counts = by(counter.tck, TableBuilder::hex);
        counts.put(Optional.of("-1"), counter.tckMissing);
        counts.put(Optional.empty(), counter.tckAbsent);
        addTable("TCK", counter.hiddenTck, counts);
    }

    private void addOfT0() {
        addTable("T0-K", counter.hiddenT0, by(counter.t0, t0 -> String.valueOf(t0 & 0xF)), AS_NUMBERS);
        addTable("T0-Y1", counter.hiddenT0, by(counter.t0, TableBuilder::presence));
    }

    private static String presence(int t0) {
        var names = new ArrayList<String>();
        for (int letter = 0; letter < LETTERS.length; letter++) {
            if ((t0 >> 4 & 1 << letter) != 0) {
                names.add(LETTERS[letter] + 1);
            }
        }
        return names.isEmpty() ? "none" : String.join(" ", names);
    }

    /// Adds the tables of ATRs with TA1.
    private void addOfTa1() {
        long[] ta1 = values(1 << 2);
        addTable("TA1-Fi", hidden(1 << 2), by(ta1, value -> orReserved(TransmissionFactors.f(value))), AS_NUMBERS);
        addTable("TA1-Di", hidden(1 << 2), by(ta1, value -> orReserved(TransmissionFactors.d(value))), AS_NUMBERS);
        addTable(
                "TA1-speed",
                hidden(1 << 2),
                by(
                        ta1,
                        value -> TransmissionFactors.ofTa1(value)
                                .map(factors -> factors.bitRate(factors.fMaxHz()) + " bit/s")
                                .orElse("RFU")));
    }

    private static String orReserved(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "RFU";
    }

    private void addProtocols() {
        for (int group = 1; group <= groups(); group++) {
            int name = group << 2 | 3;
            addTable("TD" + group + "-T", hidden(name), by(values(name), value -> "T=" + (value & 0xF)));
        }
    }

    private void addPublishedDerived() {
        addTable("TA3-IFSC", 0, by(counter.ifsc, String::valueOf), AS_NUMBERS);
        addTable("TA3-class", 0, by(counter.classes, this::classes));
        addTable("TB3-BWI", 0, by(counter.blockWaiting, value -> String.valueOf(value >> 4)), AS_NUMBERS);
        addTable("TB3-CWI", 0, by(counter.blockWaiting, value -> String.valueOf(value & 0xF)), AS_NUMBERS);
        addTable("TA4-class", 0, by(counter.ta4, this::classes));
        addTable(
                "TA4-clockstop",
                0,
                by(
                        counter.ta4,
                        value -> OperatingConditions.of(value).clockStop().toString()));
    }

    /// Formats classes like `A & B`, as in the published series, which names only classes A to E.
    private String classes(int value) {
        int named = rule == CountingRule.PUBLISHED ? value & 0x1F : value;
        List<String> classes = OperatingConditions.of(named).classes();
        return classes.isEmpty() ? "none" : String.join(" & ", classes);
    }

    private void addCategories() {
        var counts = by(counter.categories, TableBuilder::hex);
        counts.put(Optional.empty(), counter.noHistoricalBytes);
        addTable("historicalBytes-category", counter.hiddenHistoricalBytes, counts);
    }
}
