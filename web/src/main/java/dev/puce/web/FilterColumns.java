package dev.puce.web;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.IsoInstruction;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.filter.Flag;
import dev.puce.trace.filter.NumberField;
import dev.puce.trace.filter.Subject;
import dev.puce.trace.filter.TextField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/// The values of all calls for the filter of the HTML file, which `filter.js` evaluates: a column for each field and
/// flag, and the rows of the calls. Texts are numbers in a list of different values, from 1; 0 stands for no value. The
/// bytes of calls are values of their own, because few filters need them.
final class FilterColumns {
    private FilterColumns() {}

    /// The columns as a JSON object.
    ///
    /// @param folded   the row of each call, as [RowsOfCalls#all] gives it
    /// @param unfolded the same for the list without folding
    static String of(List<SeenCall> calls, int[] folded, int[] unfolded) {
        var subjects = calls.stream()
                .map(seen -> Subject.of(seen.call(), seen.context()))
                .toList();
        return Json.object(json -> {
            json.writeObjectPropertyStart("texts");
            for (var field : TextField.values()) {
                texts(json, field, subjects);
            }
            json.writeEndObject();
            json.writeObjectPropertyStart("numbers");
            for (var field : NumberField.values()) {
                numbers(json, field, subjects);
            }
            json.writeEndObject();
            json.writeObjectPropertyStart("flags");
            for (var flag : Flag.values()) {
                flags(json, flag, subjects);
            }
            json.writeEndObject();
            rows(json, "folded", folded);
            rows(json, "unfolded", unfolded);
            codes(json, calls);
            instructions(json);
        });
    }

    /// The bytes that a call sent and received, as a JSON array: hex texts, or null.
    static String bytesOf(SeenCall seen) {
        var call = Subject.of(seen.call(), seen.context());
        return "[" + hex(call.sent()) + "," + hex(call.received()) + "]";
    }

    private static String hex(Optional<Bytes> bytes) {
        return bytes.map(known -> "\"" + known.toHex() + "\"").orElse("null");
    }

    private static void texts(JsonGenerator json, TextField field, List<Subject> calls) {
        var places = new LinkedHashMap<String, Integer>();
        var column = new ArrayList<Integer>();
        for (var call : calls) {
            var text = call.text(field);
            column.add(
                    text.isPresent() ? places.computeIfAbsent(text.get(), _ -> places.size() + 1) : Integer.valueOf(0));
        }
        json.writeObjectPropertyStart(field.word());
        json.writeArrayPropertyStart("values");
        places.keySet().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("calls");
        column.forEach(json::writeNumber);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, NumberField field, List<Subject> calls) {
        json.writeArrayPropertyStart(field.word());
        for (var call : calls) {
            var number = call.number(field);
            if (number.isPresent()) {
                json.writeNumber(number.getAsLong());
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    private static void flags(JsonGenerator json, Flag flag, List<Subject> calls) {
        json.writeArrayPropertyStart(flag.word());
        calls.forEach(call -> json.writeNumber(call.is(flag) ? 1 : 0));
        json.writeEndArray();
    }

    private static void rows(JsonGenerator json, String name, int[] rows) {
        json.writeArrayPropertyStart(name);
        for (int row : rows) {
            json.writeNumber(row);
        }
        json.writeEndArray();
    }

    /// The numbers of the return codes that occur, by name.
    private static void codes(JsonGenerator json, List<SeenCall> calls) {
        var codes = new TreeMap<String, Long>();
        calls.forEach(seen -> seen.call()
                .outcome()
                .map(outcome -> outcome.code())
                .filter(ReturnCode::isKnown)
                .ifPresent(code -> codes.put(code.symbol(), Integer.toUnsignedLong(code.value()))));
        json.writeObjectPropertyStart("codes");
        codes.forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    /// The instruction bytes by name in lower case, in hex.
    private static void instructions(JsonGenerator json) {
        Map<String, TreeSet<String>> bytes = new TreeMap<>();
        IsoInstruction.all()
                .forEach(instruction -> bytes.computeIfAbsent(
                                instruction.name().toLowerCase(Locale.ROOT), _ -> new TreeSet<>())
                        .add("%02x".formatted(instruction.ins())));
        json.writeObjectPropertyStart("instructions");
        bytes.forEach((name, values) -> {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
        });
        json.writeEndObject();
    }
}
