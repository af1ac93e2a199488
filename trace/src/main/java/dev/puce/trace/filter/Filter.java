package dev.puce.trace.filter;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Observation;

/// Decides which calls pass.
public final class Filter {
    private final String text;
    private final Expression expression;

    private Filter(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    /// Reads an expression such as `function = transmit and (sw ~ 63C? or duration > 100ms)`.
    ///
    /// @throws FilterSyntaxException if it cannot be understood; the message shows where
    public static Filter parse(String text) throws FilterSyntaxException {
        return new Filter(text, new FilterParser(text).parse());
    }

    /// The meaning of the text.
    public Expression expression() {
        return expression;
    }

    /// Whether the call passes.
    ///
    /// @param seen the context of the call
    public boolean matches(TracedCall call, Observation seen) {
        return matches(Subject.of(call, seen));
    }

    /// Whether a call passes.
    public boolean matches(Subject subject) {
        return expression.matches(subject);
    }

    /// The text as it was typed.
    @Override
    public String toString() {
        return text;
    }
}
