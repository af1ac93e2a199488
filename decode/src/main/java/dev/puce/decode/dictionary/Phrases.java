package dev.puce.decode.dictionary;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// A text with placeholders for parameters and data: `{p1:u} of {p2.8-4:sfi}[, {p2.3-1:enum mode}]`.
///
/// A placeholder names its bytes and a text format. The bytes are `p1`, `p2`, `p12` (both), bits of one of them
/// (`p2.8-4`), `data`, `first` (byte of the data), `file`, or a tag in hex within the command data. Brackets
/// enclose a part that disappears if one of its placeholders is empty.
public final class Phrases {
    private static final Phrases NOTHING = new Phrases(List.of());
    private static final Bytes[] SINGLE = singles();

    private sealed interface Segment {}

    private record Literal(String text) implements Segment {}

    private record Value(Source source, TextFormat format) implements Segment {}

    private record Optional(Phrases words) implements Segment {}

    @FunctionalInterface
    private interface Source {
        /// `null` if the bytes cannot be read; the scope says why.
        View bytes(DictionaryScope scope);
    }

    private final List<Segment> segments;

    private Phrases(List<Segment> segments) {
        this.segments = segments;
    }

    static Phrases of(String template, Family family) {
        return template.equals("-") ? NOTHING : parse(template, family);
    }

    private static Phrases parse(String template, Family family) {
        var segments = new ArrayList<Segment>();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            int end;
            if (c == '{') {
                end = end(template, at, '}');
                segments.add(value(template.substring(at + 1, end), family));
            } else if (c == '[') {
                end = end(template, at, ']');
                segments.add(new Optional(parse(template.substring(at + 1, end), family)));
            } else {
                end = at;
                while (end < template.length() && template.charAt(end) != '{' && template.charAt(end) != '[') {
                    end++;
                }
                segments.add(new Literal(template.substring(at, end)));
                end--;
            }
            at = end + 1;
        }
        return new Phrases(List.copyOf(segments));
    }

    private static int end(String template, int from, char close) {
        int end = template.indexOf(close, from);
        if (end < 0) {
            throw new IllegalStateException("\"" + template + "\" lacks a " + close);
        }
        return end;
    }

    private static Value value(String placeholder, Family family) {
        int colon = placeholder.indexOf(':');
        String source = colon < 0 ? placeholder : placeholder.substring(0, colon);
        String spec = colon < 0 ? "u" : placeholder.substring(colon + 1);
        if (!(Formats.parse(spec, family) instanceof TextFormat format)) {
            throw new IllegalStateException("\"" + spec + "\" is not the format of a text");
        }
        return new Value(source(source), format);
    }

    private static Source source(String name) {
        int dot = name.indexOf('.');
        if (dot > 0) {
            boolean first = name.startsWith("p1");
            String bits = name.substring(dot + 1);
            int high = bits.charAt(0) - '0';
            int low = bits.charAt(bits.length() - 1) - '0';
            int mask = (1 << (high - low + 1)) - 1;
            return scope -> single(((first ? scope.p1() : scope.p2()) >> (low - 1)) & mask);
        }
        return switch (name) {
            case "p1" -> scope -> single(scope.p1());
            case "p2" -> scope -> single(scope.p2());
            case "p12" -> scope -> View.derived(Bytes.of(scope.p1(), scope.p2()));
            case "first" -> scope -> scope.hidden().isEmpty() ? scope.command().sub(0, 1) : null;
            case "data" -> scope -> scope.hidden().isEmpty() ? scope.command() : null;
            case "file" -> _ -> View.EMPTY;
            default -> {
                int tag = Integer.parseInt(name, 16);
                yield scope -> scope.hidden().isEmpty() ? Tlv.find(scope.command(), tag) : null;
            }
        };
    }

    private static View single(int value) {
        return View.derived(SINGLE[value]);
    }

    private static Bytes[] singles() {
        var bytes = new Bytes[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Bytes.of(i);
        }
        return bytes;
    }

    /// The text for a command.
    public String text(DictionaryScope scope) {
        if (segments.isEmpty()) {
            return "";
        }
        if (segments.size() == 1 && segments.getFirst() instanceof Literal(String text)) {
            return text;
        }
        var text = new StringBuilder();
        write(scope, text);
        return text.toString().strip();
    }

    /// Appends the text.
    ///
    /// @return whether every placeholder had a value
    private boolean write(DictionaryScope scope, StringBuilder text) {
        boolean complete = true;
        for (var segment : segments) {
            switch (segment) {
                case Literal(String literal) -> text.append(literal);
                case Value(Source source, TextFormat format) -> {
                    View bytes = source.bytes(scope);
                    String value = bytes == null ? scope.hidden() : format.text(bytes, scope);
                    if (value == null) {
                        value = Texts.hex(bytes);
                    }
                    complete &= !value.isEmpty();
                    text.append(value);
                }
                case Optional(Phrases words) -> {
                    int length = text.length();
                    if (!words.write(scope, text)) {
                        text.setLength(length);
                    }
                }
            }
        }
        return complete;
    }
}
