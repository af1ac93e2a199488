package dev.puce.web;

import dev.puce.trace.filter.Flag;
import dev.puce.trace.filter.NumberField;
import dev.puce.trace.filter.Subject;
import dev.puce.trace.filter.TextField;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Values that many calls share. A call has two profiles, so that there are few: its program and reader, and the rest.
///
/// @param texts   values by field; absent fields have no value
/// @param numbers values by field; absent fields have no value
/// @param flags   properties of the call
record CallProfile(Map<TextField, String> texts, Map<NumberField, Long> numbers, Set<Flag> flags) {
    private static final Set<TextField> CALLER_TEXTS =
            EnumSet.of(TextField.PROGRAM, TextField.THREAD, TextField.READER);

    private static final Set<NumberField> CALLER_NUMBERS =
            EnumSet.of(NumberField.PID, NumberField.UID, NumberField.CONNECTION);

    /// Without the parameters, of which nearly every READ BINARY has others.
    private static final Set<TextField> CALL_TEXTS = EnumSet.complementOf(
            EnumSet.of(TextField.PROGRAM, TextField.THREAD, TextField.READER, TextField.P1, TextField.P2));

    private static final Set<NumberField> CALL_NUMBERS = EnumSet.of(NumberField.TRIES);

    /// Approximate memory of an object without its texts.
    private static final int MEMORY_BYTES = 400;

    private static final int TEXT_BYTES = 48;

    /// The program and the reader of a call.
    static CallProfile ofCaller(Subject call) {
        return of(call, CALLER_TEXTS, CALLER_NUMBERS, EnumSet.noneOf(Flag.class));
    }

    /// Function, result, instruction and object of a call, and its properties.
    static CallProfile ofCall(Subject call) {
        return of(call, CALL_TEXTS, CALL_NUMBERS, EnumSet.allOf(Flag.class));
    }

    private static CallProfile of(Subject call, Set<TextField> texts, Set<NumberField> numbers, Set<Flag> flags) {
        var ownTexts = new EnumMap<TextField, String>(TextField.class);
        texts.forEach(field -> call.text(field).ifPresent(value -> ownTexts.put(field, value)));
        var ownNumbers = new EnumMap<NumberField, Long>(NumberField.class);
        numbers.forEach(field -> call.number(field).ifPresent(value -> ownNumbers.put(field, value)));
        var ownFlags = EnumSet.noneOf(Flag.class);
        for (var flag : flags) {
            if (call.is(flag)) {
                ownFlags.add(flag);
            }
        }
        return new CallProfile(ownTexts, ownNumbers, ownFlags);
    }

    /// Approximate memory, in bytes.
    long memoryBytes() {
        return MEMORY_BYTES
                + texts.values().stream()
                        .mapToLong(text -> TEXT_BYTES + text.length())
                        .sum();
    }
}
