package dev.puce.web;

import tools.jackson.core.JsonGenerator;

/// A timeline as a JSON object.
final class TimelineJson {
    private TimelineJson() {}

    static String of(Timeline timeline) {
        return Json.object(json -> {
            json.writeNumberProperty("from", timeline.from());
            json.writeNumberProperty("to", timeline.to());
            numbers(json, "counts", timeline.counts());
            numbers(json, "failures", timeline.failures());
        });
    }

    private static void numbers(JsonGenerator json, String name, int... values) {
        json.writeArrayPropertyStart(name);
        for (int value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
