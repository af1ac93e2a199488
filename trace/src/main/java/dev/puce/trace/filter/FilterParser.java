package dev.puce.trace.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads filter expressions by recursive descent.
///
///     expression = term { "or" term }
///     term       = factor { "and" factor }
///     factor     = "not" factor | "(" expression ")" | flag | field operator value
final class FilterParser {
    private static final int MAX_DEPTH = 200;

    private final String text;
    private final List<Token> tokens;
    private int next;
    private int depth;

    FilterParser(String text) throws FilterSyntaxException {
        this.text = text;
        tokens = Tokens.of(text);
    }

    Expression parse() throws FilterSyntaxException {
        var expression = expression();
        var end = tokens.get(next);
        if (end.kind() == Token.Kind.CLOSE) {
            throw error(end, "there is no parenthesis to close");
        }
        if (end.kind() != Token.Kind.END) {
            throw error(end, "\"and\" or \"or\" is missing before " + end.describe());
        }
        return expression;
    }

    private Expression expression() throws FilterSyntaxException {
        var terms = new ArrayList<>(List.of(term()));
        while (tokens.get(next).isWord("or", "|", "||")) {
            next++;
            terms.add(term());
        }
        return terms.size() == 1 ? terms.getFirst() : new Expression.Or(terms);
    }

    private Expression term() throws FilterSyntaxException {
        var factors = new ArrayList<>(List.of(factor()));
        while (tokens.get(next).isWord("and", "&", "&&")) {
            next++;
            factors.add(factor());
        }
        return factors.size() == 1 ? factors.getFirst() : new Expression.And(factors);
    }

    private Expression factor() throws FilterSyntaxException {
        var token = tokens.get(next++);
        if (++depth > MAX_DEPTH) {
            throw error(token, "the expression is nested more than " + MAX_DEPTH + " deep");
        }
        try {
            if (token.isWord("not", "!")) {
                return new Expression.Not(factor());
            }
            if (token.kind() == Token.Kind.OPEN) {
                var inner = expression();
                if (tokens.get(next).kind() != Token.Kind.CLOSE) {
                    throw error(tokens.get(next), "the parenthesis of column " + token.column() + " is not closed");
                }
                next++;
                return inner;
            }
            return condition(token);
        } finally {
            depth--;
        }
    }

    private Expression condition(Token token) throws FilterSyntaxException {
        if (token.kind() != Token.Kind.WORD) {
            throw error(token, "a field is missing before " + token.describe());
        }
        String word = token.text().toLowerCase(Locale.ROOT);
        var flag = Flag.of(word);
        if (flag.isPresent()) {
            return new Expression.Is(flag.get());
        }
        var textField = TextField.of(word);
        var numberField = NumberField.of(word);
        var bytesField = BytesField.of(word);
        if (textField.isEmpty() && numberField.isEmpty() && bytesField.isEmpty()) {
            throw error(
                    token,
                    "there is no field \"" + token.text() + "\". "
                            + Values.meant(token.text())
                                    .map(meant -> "Did you mean \"" + meant + "\"? ")
                                    .orElse("")
                            + "The fields are " + Values.fieldNames());
        }
        var operatorToken = tokens.get(next++);
        var operator = operatorToken.isWord("contains")
                ? Operator.LIKE
                : operatorToken.kind() == Token.Kind.OPERATOR
                        ? Operator.of(operatorToken.text()).orElse(null)
                        : null;
        if (operator == null) {
            throw error(
                    operatorToken,
                    "an operator (= != ~ < <= > >=) is missing after " + word + ", before " + operatorToken.describe());
        }
        var value = tokens.get(next++);
        if (value.kind() != Token.Kind.WORD && value.kind() != Token.Kind.QUOTED) {
            throw error(value, "a value is missing after " + operatorToken.text());
        }
        try {
            if (textField.isPresent()) {
                return Values.text(textField.get(), operator, value);
            }
            return numberField.isPresent()
                    ? Values.number(numberField.get(), operator, value)
                    : Values.bytes(bytesField.get(), operator, value);
        } catch (OperatorException e) {
            throw error(operatorToken, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw error(value, e.getMessage());
        }
    }

    private FilterSyntaxException error(Token token, String what) {
        return new FilterSyntaxException(text, token.column(), what);
    }

    /// The operator does not go with the field.
    static final class OperatorException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        OperatorException(String message) {
            super(message);
        }
    }
}
