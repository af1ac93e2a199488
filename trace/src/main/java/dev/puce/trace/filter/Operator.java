package dev.puce.trace.filter;

import java.util.Arrays;
import java.util.Optional;

/// How a field is compared with a value.
public enum Operator {
    EQUAL("="),
    UNEQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    /// Texts: is somewhere in it, with wildcards. Hex: is it, with wildcards. Bytes: are somewhere in it.
    LIKE("~");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /// As it is typed.
    public String symbol() {
        return symbol;
    }

    static Optional<Operator> of(String symbol) {
        String canonical = symbol.equals("==") ? "=" : symbol;
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(canonical))
                .findFirst();
    }

    /// Whether a comparison came out as the operator wants it.
    ///
    /// @param order negative, zero or positive: less, equal, greater
    boolean test(int order) {
        return switch (this) {
            case EQUAL, LIKE -> order == 0;
            case UNEQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
