package dev.puce.decode.value;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A named value of an exchange, and its components.
///
/// @param id       tag, file or field identifier in hex, such as `9F36`; empty if there is none
/// @param name     name in words
/// @param value    value in words or hex; empty if the children say everything
/// @param side     the bytes that the value comes from
/// @param from     position of its first byte there, counted from 0
/// @param to       position after its last byte
/// @param secret   whether the value is a PIN, key or the like; its text is then hidden unless asked for
/// @param children components, in order
public record Node(
        String id, String name, String value, Side side, int from, int to, boolean secret, List<Node> children) {
    public Node {
        children = List.copyOf(children);
    }

    /// The first node with this identifier in this tree, depth first.
    public Optional<Node> find(String wanted) {
        if (id.equalsIgnoreCase(wanted)) {
            return Optional.of(this);
        }
        for (var child : children) {
            var found = child.find(wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Visits this node and all below it, parents first.
    public void visit(Consumer<Node> visitor) {
        visitor.accept(this);
        for (var child : children) {
            child.visit(visitor);
        }
    }

    /// The tree as indented lines: `9F36 application transaction counter: 41`.
    public String describe() {
        var text = new StringBuilder();
        describe(text, 0);
        return text.toString();
    }

    private void describe(StringBuilder text, int depth) {
        text.append("  ".repeat(depth)).append(heading()).append('\n');
        for (var child : children) {
            child.describe(text, depth + 1);
        }
    }

    private String heading() {
        String label = id.isEmpty() ? name : name.isEmpty() ? id : id + " " + name;
        return value.isEmpty() ? label : label.isEmpty() ? value : label + ": " + value;
    }

    /// The line of this node alone.
    @Override
    public String toString() {
        return heading();
    }
}
