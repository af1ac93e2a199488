package dev.puce.pcsc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The table of return codes, loaded lazily from `return-codes.tsv`.
final class ReturnCodeTable {
    private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int ADVICE = 3;
    private static final int WINDOWS_ADVICE = 4;

    /// @param advice the advice for this platform
    record Row(int value, String symbol, String meaning, String advice) {}

    static final Map<Integer, Row> BY_VALUE = load();

    private ReturnCodeTable() {}

    private static Map<Integer, Row> load() {
        var rows = new LinkedHashMap<Integer, Row>();
        try (var in = Objects.requireNonNull(ReturnCodeTable.class.getResourceAsStream("return-codes.tsv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] columns = line.split("\t", -1);
                    int value = Integer.parseUnsignedInt(columns[0], 16);
                    rows.putIfAbsent(value, new Row(value, columns[1], columns[2], advice(columns, IS_WINDOWS)));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table of return codes", e);
        }
        return rows;
    }

    /// The advice of a row for a platform.
    static String advice(String[] columns, boolean isWindows) {
        return columns[isWindows && columns.length > WINDOWS_ADVICE ? WINDOWS_ADVICE : ADVICE];
    }
}
