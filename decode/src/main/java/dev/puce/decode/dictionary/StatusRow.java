package dev.puce.decode.dictionary;

import dev.puce.decode.value.Outcome;
import java.util.List;
import java.util.Locale;

/// The meaning of a status word in a family.
///
/// @param ins     instruction byte that it is limited to, -1 for any
/// @param pattern the status word
/// @param text    meaning; `{n}` is the number that the free digits make, `{x}` their hex
/// @param outcome how a person judges it
/// @param source  specification and clause
/// @param line    number of the line in the file
public record StatusRow(int ins, Pattern pattern, String text, Outcome outcome, String source, int line) {
    static StatusRow read(List<String> cells, int line) {
        return new StatusRow(
                cells.get(0).equals("*") ? -1 : Integer.parseInt(cells.get(0), 16),
                Pattern.of(cells.get(1)),
                cells.get(2),
                Outcome.valueOf(cells.get(3).toUpperCase(Locale.ROOT)),
                cells.get(4),
                line);
    }

    /// The meaning with its numbers.
    public String meaning(int status) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        long free = pattern.free(status);
        boolean isLength = (pattern.mask() & 0xFF) == 0;
        long number = isLength && free == 0 ? 256 : free;
        String counted =
                (number == 1 ? text.replace("{n} bytes", "1 byte") : text).replace("{n}", Long.toString(number));
        return counted.indexOf('{') < 0 ? counted : counted.replace("{x}", "%02X".formatted(free));
    }
}
