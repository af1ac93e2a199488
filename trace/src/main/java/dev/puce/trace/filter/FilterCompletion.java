package dev.puce.trace.filter;

import dev.puce.pcsc.Function;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Completes the last word of a filter expression, for shells.
public final class FilterCompletion {
    private static final List<String> LOGIC = List.of("and", "or");
    private static final String FUNCTION_VALUE = TextField.FUNCTION.word() + Operator.EQUAL.symbol();

    private FilterCompletion() {}

    /// Returns expressions that continue what was typed: a flag, a field with `=`, the name of a function after
    /// `function=`, or `and` and `or` after a complete expression.
    ///
    /// @param typed an expression whose last word is incomplete; may be empty
    public static List<String> of(String typed) {
        int start = lastWord(typed);
        String before = typed.substring(0, start);
        String word = typed.substring(start).toLowerCase(Locale.ROOT);
        return candidates(before, word)
                .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(word))
                .map(before::concat)
                .toList();
    }

    private static int lastWord(String typed) {
        int at = typed.length();
        while (at > 0 && !Character.isWhitespace(typed.charAt(at - 1)) && "(!&|".indexOf(typed.charAt(at - 1)) < 0) {
            at--;
        }
        return at;
    }

    private static Stream<String> candidates(String before, String word) {
        if (word.startsWith(FUNCTION_VALUE)) {
            return Arrays.stream(Function.values())
                    .filter(function -> function != Function.UNKNOWN)
                    .map(Function::symbol)
                    .map(FUNCTION_VALUE::concat);
        }
        if (isComplete(before)) {
            return LOGIC.stream();
        }
        return Stream.of(
                        Arrays.stream(Flag.values()).map(Flag::word),
                        Stream.of(
                                        Arrays.stream(TextField.values()).map(TextField::word),
                                        Arrays.stream(NumberField.values()).map(NumberField::word),
                                        Arrays.stream(BytesField.values()).map(BytesField::word))
                                .flatMap(fields -> fields)
                                .map(field -> field + Operator.EQUAL.symbol()),
                        Stream.of("not"))
                .flatMap(words -> words);
    }

    private static boolean isComplete(String expression) {
        try {
            Filter.parse(expression);
            return true;
        } catch (FilterSyntaxException incomplete) {
            return false;
        }
    }
}
