package dev.puce.web;

import dev.puce.trace.filter.Flag;
import dev.puce.trace.filter.NumberField;
import dev.puce.trace.filter.Subject;
import dev.puce.trace.filter.TextField;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The values that filters ask for most and that many calls share: function, return code, program, reader, status word.
/// A trace of a million calls has some hundred profiles.
///
/// @param texts   values by field; absent fields have no value
/// @param numbers values by field; absent fields have no value
/// @param flags   properties of the call
record CallProfile(Map<TextField, String> texts, Map<NumberField, Long> numbers, Set<Flag> flags) {
    /// Fields of which nearly every call has another value, or that need the bytes of the call.
    private static final Set<TextField> OWN_TEXTS =
            EnumSet.of(TextField.P1, TextField.P2, TextField.OBJECT, TextField.TAG);

    private static final Set<NumberField> OWN_NUMBERS =
            EnumSet.of(NumberField.SEQ, NumberField.TIME, NumberField.DURATION);

    static final Set<TextField> TEXTS = EnumSet.complementOf(EnumSet.copyOf(OWN_TEXTS));
    static final Set<NumberField> NUMBERS = EnumSet.complementOf(EnumSet.copyOf(OWN_NUMBERS));
    private static final Set<Flag> FLAGS = EnumSet.allOf(Flag.class);

    static CallProfile of(Subject call) {
        var texts = new EnumMap<TextField, String>(TextField.class);
        TEXTS.forEach(field -> call.text(field).ifPresent(value -> texts.put(field, value)));
        var numbers = new EnumMap<NumberField, Long>(NumberField.class);
        NUMBERS.forEach(field -> call.number(field).ifPresent(value -> numbers.put(field, value)));
        var flags = EnumSet.noneOf(Flag.class);
        for (var flag : FLAGS) {
            if (call.is(flag)) {
                flags.add(flag);
            }
        }
        return new CallProfile(texts, numbers, flags);
    }
}
