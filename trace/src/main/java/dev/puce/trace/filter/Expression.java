package dev.puce.trace.filter;

import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;

/// A filter expression. A comparison with something that a call does not have is false for every operator.
public sealed interface Expression {
    /// Whether the call matches.
    boolean matches(Subject subject);

    /// All of them.
    record And(List<Expression> operands) implements Expression {
        public And {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean matches(Subject subject) {
            for (var operand : operands) {
                if (!operand.matches(subject)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// At least one of them.
    record Or(List<Expression> operands) implements Expression {
        public Or {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean matches(Subject subject) {
            for (var operand : operands) {
                if (operand.matches(subject)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// The contrary.
    record Not(Expression operand) implements Expression {
        @Override
        public boolean matches(Subject subject) {
            return !operand.matches(subject);
        }
    }

    /// A property without a value, such as `error`.
    record Is(Flag flag) implements Expression {
        @Override
        public boolean matches(Subject subject) {
            return subject.is(flag);
        }
    }

    /// A text, such as the name of a program.
    record Textual(TextField field, Operator operator, TextPattern pattern) implements Expression {
        @Override
        public boolean matches(Subject subject) {
            var value = subject.text(field);
            return value.isPresent() && operator == Operator.UNEQUAL != isMeant(value.get());
        }

        /// A call with several values matches if one of them does.
        private boolean isMeant(String value) {
            return field.hasSeveralValues() ? value.lines().anyMatch(pattern::matches) : pattern.matches(value);
        }
    }

    /// A number, such as a process id or a duration in nanoseconds.
    record Numeric(NumberField field, Operator operator, long value) implements Expression {
        @Override
        public boolean matches(Subject subject) {
            var actual = subject.number(field);
            return actual.isPresent() && operator.test(Long.compare(actual.getAsLong(), value));
        }
    }

    /// Bytes that are somewhere in what was sent or received.
    record Contains(BytesField field, Operator operator, Bytes value) implements Expression {
        @Override
        public boolean matches(Subject subject) {
            var sent = field == BytesField.RECEIVED ? Optional.<Bytes>empty() : subject.sent();
            var received = field == BytesField.SENT ? Optional.<Bytes>empty() : subject.received();
            if (sent.isEmpty() && received.isEmpty()) {
                return false;
            }
            boolean found = sent.filter(bytes -> bytes.indexOf(value) >= 0).isPresent()
                    || received.filter(bytes -> bytes.indexOf(value) >= 0).isPresent();
            return operator == Operator.UNEQUAL != found;
        }
    }
}
