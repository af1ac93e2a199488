package dev.puce.decode.dictionary;

import dev.puce.decode.value.Node;
import java.util.ArrayList;
import java.util.List;

/// Collects decoded values: all of them as a tree, or the highlights as one line.
public final class Out {
    /// The text in place of a secret.
    public static final String HIDDEN = "[hidden]";

    /// Containers within containers beyond this depth stay hex.
    public static final int MAX_DEPTH = 24;

    private static final int LINE_LENGTH = 96;

    /// A container that is being written.
    private record Open(Field field, View view, String value, List<Node> nodes) {}

    private final boolean tree;
    private final boolean secretsShown;
    private final ArrayList<Open> open = new ArrayList<>();
    private List<Node> nodes = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int depth;

    private Out(boolean tree, boolean secretsShown) {
        this.tree = tree;
        this.secretsShown = secretsShown;
    }

    /// Collects every value.
    public static Out tree(boolean secretsShown) {
        return new Out(true, secretsShown);
    }

    /// Collects highlights only.
    public static Out line() {
        return new Out(false, false);
    }

    /// Whether a leaf with this label matters.
    public boolean wants(Field field) {
        return tree || (field.highlight() != Field.Highlight.NONE && line.length() < LINE_LENGTH);
    }

    /// Whether every value is collected.
    public boolean isTree() {
        return tree;
    }

    /// Whether no more values are needed.
    public boolean isFull() {
        return !tree && line.length() >= LINE_LENGTH;
    }

    /// Whether another container would be too deep.
    public boolean isDeep() {
        return depth >= MAX_DEPTH;
    }

    /// Adds a value.
    public void leaf(Field field, String text, View view) {
        if (tree) {
            nodes.add(new Node(field.id(), field.name(), text, view.side(), view.from(), view.to(), false, List.of()));
        } else {
            highlight(field, text);
        }
    }

    /// Adds a value in hex.
    public void hex(Field field, View view) {
        if (wants(field)) {
            leaf(field, Texts.hex(view), view);
        }
    }

    /// Adds a secret; its bytes appear only if the user asked for secrets.
    public void secret(Field field, View view) {
        if (tree) {
            String text = secretsShown ? Texts.hex(view) : HIDDEN;
            nodes.add(new Node(field.id(), field.name(), text, view.side(), view.from(), view.to(), true, List.of()));
        }
    }

    /// Whether secrets may be written in the clear.
    public boolean showsSecrets() {
        return secretsShown;
    }

    /// Starts a container; [#close] ends it.
    public void open(Field field, String value, View view) {
        depth++;
        if (tree) {
            open.add(new Open(field, view, value, nodes));
            nodes = new ArrayList<>();
        } else {
            highlight(field, value);
        }
    }

    /// Ends the container that was started last.
    public void close() {
        depth--;
        if (tree) {
            var ended = open.removeLast();
            var field = ended.field();
            var view = ended.view();
            var node = new Node(
                    field.id(), field.name(), ended.value(), view.side(), view.from(), view.to(), false, nodes);
            nodes = ended.nodes();
            nodes.add(node);
        }
    }

    private void highlight(Field field, String text) {
        if (field.highlight() == Field.Highlight.NONE || text.isEmpty() || isFull()) {
            return;
        }
        if (!line.isEmpty()) {
            line.append(", ");
        }
        if (field.highlight() == Field.Highlight.NAMED) {
            line.append(field.name()).append(' ');
        }
        int room = LINE_LENGTH - line.length();
        if (text.length() > room + 8) {
            line.append(text, 0, Math.max(0, room)).append("...");
        } else {
            line.append(text);
        }
    }

    /// The collected trees.
    public List<Node> nodes() {
        return nodes;
    }

    /// The collected highlights, separated by commas.
    public String text() {
        return line.toString();
    }
}
