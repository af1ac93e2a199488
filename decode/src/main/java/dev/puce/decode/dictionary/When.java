package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.List;

/// Conditions on the shape of a command, separated by commas: `lc=0`, `lc>0`, `lc=8`, `p1&80=80`, `data=5C`.
/// Conditions on the length hold for a command whose data are hidden, except `lc=0`.
public final class When {
    private static final When ALWAYS = new When("-", List.of());

    @FunctionalInterface
    private interface Condition {
        boolean holds(CommandShape shape);
    }

    private final String text;
    private final List<Condition> conditions;

    private When(String text, List<Condition> conditions) {
        this.text = text;
        this.conditions = conditions;
    }

    static When of(String text) {
        if (text.equals("-")) {
            return ALWAYS;
        }
        var conditions = new ArrayList<Condition>();
        for (String part : text.split(",", -1)) {
            conditions.add(condition(part));
        }
        return new When(text, List.copyOf(conditions));
    }

    private static Condition condition(String text) {
        if (text.equals("lc>0")) {
            return shape -> shape.hidden() || shape.nc() > 0;
        }
        if (text.equals("lc=0")) {
            return shape -> !shape.hidden() && shape.nc() == 0 && shape.bytes().length() >= 4;
        }
        if (text.startsWith("lc=")) {
            int count = Integer.parseInt(text.substring(3));
            return shape -> shape.hidden() || shape.nc() == count;
        }
        if (text.startsWith("lc>=")) {
            int count = Integer.parseInt(text.substring(4));
            return shape -> shape.hidden() || shape.nc() >= count;
        }
        if (text.startsWith("data=")) {
            return startsWith(Pattern.of(text.substring(5)));
        }
        if (text.matches("p[12]&[0-9A-F]{2}=[0-9A-F]{2}")) {
            boolean first = text.charAt(1) == '1';
            int mask = Integer.parseInt(text.substring(3, 5), 16);
            int value = Integer.parseInt(text.substring(6), 16);
            return shape -> ((first ? shape.p1() : shape.p2()) & mask) == value;
        }
        throw new IllegalStateException("\"" + text + "\" is not a condition");
    }

    private static Condition startsWith(Pattern pattern) {
        int count = pattern.digits() / 2;
        return shape -> {
            View data = shape.data();
            return data.length() >= count && pattern.matches(data.sub(0, count).number());
        };
    }

    /// Whether a command fulfils all conditions.
    public boolean holds(CommandShape shape) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(shape)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the conditions always hold.
    public boolean isAlways() {
        return conditions.isEmpty();
    }

    /// The conditions as written.
    @Override
    public String toString() {
        return text;
    }
}
