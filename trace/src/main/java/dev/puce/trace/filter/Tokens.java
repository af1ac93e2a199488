package dev.puce.trace.filter;

import java.util.ArrayList;
import java.util.List;

/// Cuts a filter expression into tokens.
final class Tokens {
    private static final String OPERATOR_CHARACTERS = "=!<>~";
    private static final String LOGIC_CHARACTERS = "&|";

    private Tokens() {}

    static List<Token> of(String expression) throws FilterSyntaxException {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            int column = at + 1;
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '(' || c == ')') {
                tokens.add(new Token(c == '(' ? Token.Kind.OPEN : Token.Kind.CLOSE, String.valueOf(c), column));
                at++;
            } else if (c == '"' || c == '\'') {
                int end = expression.indexOf(c, at + 1);
                if (end < 0) {
                    throw new FilterSyntaxException(expression, column, "the quote is not closed");
                }
                tokens.add(new Token(Token.Kind.QUOTED, expression.substring(at + 1, end), column));
                at = end + 1;
            } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
                int end = at + (at + 1 < expression.length() && expression.charAt(at + 1) == '=' ? 2 : 1);
                String text = expression.substring(at, end);
                tokens.add(new Token(text.equals("!") ? Token.Kind.WORD : Token.Kind.OPERATOR, text, column));
                at = end;
            } else if (LOGIC_CHARACTERS.indexOf(c) >= 0) {
                int end = at + (at + 1 < expression.length() && expression.charAt(at + 1) == c ? 2 : 1);
                tokens.add(new Token(Token.Kind.WORD, expression.substring(at, end), column));
                at = end;
            } else {
                int end = at;
                while (end < expression.length() && isWordCharacter(expression.charAt(end))) {
                    end++;
                }
                tokens.add(new Token(Token.Kind.WORD, expression.substring(at, end), column));
                at = end;
            }
        }
        tokens.add(new Token(Token.Kind.END, "", expression.length() + 1));
        return tokens;
    }

    private static boolean isWordCharacter(char c) {
        return !Character.isWhitespace(c)
                && "()\"'".indexOf(c) < 0
                && OPERATOR_CHARACTERS.indexOf(c) < 0
                && LOGIC_CHARACTERS.indexOf(c) < 0;
    }
}
