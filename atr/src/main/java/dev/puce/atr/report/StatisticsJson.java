package dev.puce.atr.report;

import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.AtrStatistics.BadLine;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Statistics as one JSON object. Names and types are a contract: docs/atr.md describes them.
public final class StatisticsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatisticsJson() {}

    /// The object, on one line without a newline. An absent character has the value null.
    public static String of(AtrStatistics statistics) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
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
            json.writeEndObject();
        }
        return text.toString();
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
