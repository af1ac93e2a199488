package dev.puce.atr.report;

import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.AtrStatistics.BadLine;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.atr.statistics.ListGrowth.Regression;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import dev.puce.iso7816.Printable;
import java.io.StringWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes statistics as one JSON object. docs/reference/json-output.md describes its names and types, which
/// are a contract.
public final class StatisticsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatisticsJson() {}

    /// Returns the object, on one line without a newline. An absent character has the value null.
    ///
    /// @param statistics the statistics, if lists were counted
    /// @param growth     the growth of a list, if requested
    public static String of(Optional<AtrStatistics> statistics, Optional<ListGrowth> growth) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            statistics.ifPresent(counted -> writeStatistics(counted, json));
            growth.ifPresent(points -> writeGrowth(points, json));
            json.writeEndObject();
        }
        return Printable.json(text.toString());
    }

    private static void writeGrowth(ListGrowth growth, JsonGenerator json) {
        json.writeObjectPropertyStart("growth");
        json.writeArrayPropertyStart("points");
        for (Point point : growth.points()) {
            json.writeStartObject();
            json.writeStringProperty("date", point.date().toString());
            json.writeNumberProperty("entries", point.entries());
            json.writeEndObject();
        }
        json.writeEndArray();
        Optional<Regression> line = growth.regression();
        writeNumber("slopePerSecond", line.map(Regression::slope), json);
        writeNumber("slopePerDay", line.map(Regression::perDay), json);
        writeNumber("slopePerWeek", line.map(Regression::perWeek), json);
        writeNumber("slopePerYear", line.map(Regression::perYear), json);
        writeNumber("intercept", line.map(Regression::intercept), json);
        writeNumber("r2", line.map(Regression::r2), json);
        json.writeEndObject();
    }

    private static void writeNumber(String name, Optional<Double> value, JsonGenerator json) {
        if (value.isPresent()) {
            json.writeNumberProperty(name, value.get());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void writeStatistics(AtrStatistics statistics, JsonGenerator json) {
        json.writeNumberProperty("counted", statistics.counted());
        json.writeStringProperty("rule", statistics.rule().toString());
        writeLines(statistics.lines(), json);
        json.writeObjectPropertyStart("tables");
        for (StatisticsTable table : statistics.tables()) {
            writeTable(table, json);
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("hidden");
        for (StatisticsTable table : statistics.tables()) {
            if (table.hidden() > 0) {
                json.writeNumberProperty(table.name(), table.hidden());
            }
        }
        json.writeEndObject();
    }

    private static void writeLines(AtrStatistics.Lines lines, JsonGenerator json) {
        json.writeObjectPropertyStart("lines");
        json.writeNumberProperty("total", lines.total());
        json.writeNumberProperty("leftOut", lines.leftOut());
        json.writeNumberProperty("noAtr", lines.noAtr());
        json.writeArrayPropertyStart("firstNoAtr");
        for (BadLine bad : lines.firstBad()) {
            json.writeStartObject();
            json.writeStringProperty("file", bad.file());
            json.writeNumberProperty("line", bad.number());
            json.writeStringProperty("text", bad.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTable(StatisticsTable table, JsonGenerator json) {
        json.writeArrayPropertyStart(table.name());
        for (Row row : table.rows()) {
            json.writeStartObject();
            json.writeStringProperty("value", row.value().orElse(null));
            json.writeNumberProperty("count", row.count());
            json.writeNumberProperty("percent", row.percent());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
