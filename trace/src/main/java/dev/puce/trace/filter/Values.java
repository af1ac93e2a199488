package dev.puce.trace.filter;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.IsoInstruction;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes comparisons of a field, an operator and the text of a value.
final class Values {
    /// Other words for fields and conditions.
    private static final Map<String, String> MEANINGS = Map.of(
            "pin", "ins = verify",
            "took", "duration",
            "command", "sent",
            "response", "received",
            "status", "sw",
            "call", "function",
            "number", "seq",
            "failed", "error",
            "errors", "error",
            "process", "program");

    private Values() {}

    static String fieldNames() {
        return Stream.of(
                        Arrays.stream(TextField.values()).map(TextField::word),
                        Arrays.stream(NumberField.values()).map(NumberField::word),
                        Arrays.stream(BytesField.values()).map(BytesField::word),
                        Arrays.stream(Flag.values()).map(Flag::word))
                .flatMap(words -> words)
                .collect(Collectors.joining(", "));
    }

    /// The condition that a word without a field probably stands for: `ins = verify`, `sw = 6A82`.
    static Optional<String> meant(String word) {
        String field = MEANINGS.get(word.toLowerCase(Locale.ROOT));
        if (field != null) {
            return Optional.of(field);
        }
        if (word.matches("[69][0-9A-Fa-f]{3}")) {
            return Optional.of("sw = " + word);
        }
        if (IsoInstruction.named(word).findAny().isPresent()) {
            return Optional.of("ins = " + word);
        }
        boolean isFunction = Arrays.stream(Function.values())
                .map(Function::symbol)
                .anyMatch(symbol -> symbol.equalsIgnoreCase(word) || symbol.equalsIgnoreCase("SCard" + word));
        return isFunction ? Optional.of("function = " + word) : Optional.empty();
    }

    static Expression text(TextField field, Operator operator, Token value) {
        refuseOrder(operator, field.word());
        String text = value.text();
        boolean like = operator == Operator.LIKE;
        TextPattern pattern = switch (field) {
            case FUNCTION -> like ? TextPattern.containing(text) : TextPattern.oneOf(function(text));
            case CODE -> like ? TextPattern.containing(text) : TextPattern.oneOf(List.of(code(text)));
            case INS -> isHexPattern(text, 2) ? hex(text, like) : TextPattern.oneOf(instructions(text));
            case CLA, P1, P2 -> hex(checkHex(text, 2, field), like);
            case SW -> hex(checkHex(text, 4, field), like);
            case AID -> hex(checkDigits(text, "an AID"), like);
            case OBJECT -> hex(checkDigits(text, "an object"), like);
            case TAG -> hex(checkDigits(text, "a tag"), like);
            case PROGRAM, THREAD, READER, APP -> like ? TextPattern.containing(text) : TextPattern.oneOf(List.of(text));
        };
        return new Expression.Textual(field, operator, pattern);
    }

    private static TextPattern hex(String text, boolean like) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (!like && digits.chars().anyMatch(c -> c == '?' || c == '*')) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" stands for several values: use ~, with not in front for the others");
        }
        return like ? TextPattern.like(digits) : TextPattern.oneOf(List.of(digits));
    }

    private static boolean isHexPattern(String text, int digits) {
        String pattern = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        boolean open = pattern.endsWith("*");
        int length = pattern.length() - (open ? 1 : 0);
        return (open ? length <= digits : length == digits)
                && pattern.chars().limit(length).allMatch(c -> c == '?' || Character.digit(c, 16) >= 0);
    }

    private static String checkHex(String text, int digits, TextField field) {
        if (!isHexPattern(text, digits)) {
            throw new IllegalArgumentException("\"" + text + "\" is not " + digits + " hex digits, as " + field.word()
                    + " has (with ~, ? stands for any digit)");
        }
        return text;
    }

    private static String checkDigits(String text, String what) {
        boolean good = !text.isEmpty()
                && text.length() <= 32
                && text.chars().allMatch(c -> c == '?' || c == '*' || Character.digit(c, 16) >= 0);
        if (!good) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not " + what + " in hex (with ~, * stands for any digits)");
        }
        return text;
    }

    private static List<String> function(String text) {
        return Arrays.stream(Function.values())
                .map(Function::symbol)
                .filter(symbol -> symbol.equalsIgnoreCase(text) || symbol.equalsIgnoreCase("SCard" + text))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no function \"" + text + "\"; use ~ for a" + " part of a name"));
    }

    private static String code(String text) {
        if (text.matches("-?[0-9]{1,10}")) { // as languages print it that have 32 bits with or without a sign
            long code = Long.parseLong(text);
            if (code < Integer.MIN_VALUE || code > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("\"" + text + "\" is not a return code, which has 32 bits");
            }
            return new ReturnCode((int) code).symbol();
        }
        if (text.startsWith("0x") || text.startsWith("0X")) {
            try {
                return new ReturnCode(Integer.parseUnsignedInt(text, 2, text.length(), 16)).symbol();
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("\"" + text + "\" is not a number in hex", e);
            }
        }
        String upper = text.toUpperCase(Locale.ROOT);
        return Stream.of(
                        upper,
                        "SCARD_" + upper,
                        "SCARD_S_" + upper,
                        "SCARD_E_" + upper,
                        "SCARD_W_" + upper,
                        "SCARD_F_" + upper)
                .filter(symbol -> ReturnCode.of(symbol).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no return code \"" + text + "\""));
    }

    /// The instruction bytes that have the name in some class.
    private static List<String> instructions(String name) {
        var found = IsoInstruction.named(name)
                .map(instruction -> "%02X".formatted(instruction.ins()))
                .distinct()
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is neither 2 hex digits nor the name of an instruction");
        }
        return found;
    }

    static Expression number(NumberField field, Operator operator, Token value) {
        if (operator == Operator.LIKE) {
            throw new FilterParser.OperatorException("~ does not go with " + field.word() + ", which is a number");
        }
        return new Expression.Numeric(
                field, operator, field.isTime() ? nanos(value.text()) : count(value.text(), field));
    }

    private static long count(String text, NumberField field) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number, as " + field.word() + " is", e);
        }
    }

    /// A time with its unit, in nanoseconds.
    private static long nanos(String text) {
        int unitAt = 0;
        while (unitAt < text.length() && (Character.isDigit(text.charAt(unitAt)) || text.charAt(unitAt) == '.')) {
            unitAt++;
        }
        long factor = switch (text.substring(unitAt)) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
        try {
            if (factor > 0) {
                return new BigDecimal(text.substring(0, unitAt))
                        .multiply(BigDecimal.valueOf(factor))
                        .min(BigDecimal.valueOf(Long.MAX_VALUE)) // some 300 years
                        .longValue();
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a time with a unit, such as 10ms, 250us or 1.5s");
    }

    static Expression bytes(BytesField field, Operator operator, Token value) {
        if (operator != Operator.LIKE && operator != Operator.UNEQUAL) {
            throw new FilterParser.OperatorException("only ~ (contains) and != (does not) go with " + field.word());
        }
        Bytes bytes;
        if (value.kind() == Token.Kind.QUOTED) {
            bytes = Bytes.ofText(value.text(), StandardCharsets.UTF_8);
        } else {
            try {
                bytes = Bytes.hex(value.text());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("\"" + value.text() + "\" is not hex; text goes in quotes", e);
            }
        }
        return new Expression.Contains(field, operator, bytes);
    }

    private static void refuseOrder(Operator operator, String field) {
        switch (operator) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                throw new FilterParser.OperatorException(
                        operator.symbol() + " does not go with " + field + ", which has no order; use =, != or ~");
            case EQUAL, UNEQUAL, LIKE -> {
                // go with every text
            }
        }
    }
}
