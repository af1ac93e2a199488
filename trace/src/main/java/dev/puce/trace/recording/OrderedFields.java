package dev.puce.trace.recording;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// Reads a line as [RecordingWriter] writes it, straight from its bytes. Properties come in the order in which
/// they are asked for, without others between them, without white space, and with strings of printable ASCII.
///
/// Nearly all lines are like that. Any difference, be it another order or damage, makes this class throw an
/// [OutOfOrderException]. Then [JsonFields] reads the line.
///
/// Benchmark: bench/rendering, "puce show of a recording (compact)". With [JsonFields] alone, it takes a fifth more
/// processor time.
final class OrderedFields implements Fields {
    private final Words words = new Words();
    private byte[] line = {};
    private int at;
    private int end;

    /// Whether the next property is the first of its object, and has no comma in front.
    private boolean first;

    /// The line is not as this class can read it.
    static final class OutOfOrderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OutOfOrderException() {
            // Without a stack trace, so that it costs little where a whole recording is out of order.
            super("not in the order of the writer", null, false, false);
        }
    }

    /// The result of `read` for the object on the line.
    ///
    /// @throws OutOfOrderException if the line is not as `read` asks for it, and through its end
    <T> T line(byte[] newLine, int from, int to, Function<Fields, T> read) {
        line = newLine;
        at = from;
        end = to;
        T object = object(read);
        require(at == end);
        return object;
    }

    private <T> T object(Function<Fields, T> read) {
        skip('{');
        first = true;
        T object = read.apply(this);
        skip('}');
        first = false;
        return object;
    }

    private static void require(boolean inOrder) {
        if (!inOrder) {
            throw new OutOfOrderException();
        }
    }

    private boolean isNext(char ascii) {
        return at < end && line[at] == ascii;
    }

    private void skip(char ascii) {
        require(isNext(ascii));
        at++;
    }

    /// Where the value of the property begins if it is the next, or -1.
    private int find(String name) {
        int from = first ? at : at + 1;
        int colon = from + name.length() + 2;
        if (colon >= end || line[from] != '"' || line[colon - 1] != '"' || line[colon] != ':') {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (line[from + 1 + i] != name.charAt(i)) {
                return -1;
            }
        }
        return first || line[at] == ',' ? colon + 1 : -1;
    }

    @Override
    public boolean has(String name) {
        return find(name) >= 0;
    }

    /// Steps to the value of the property if it is the next.
    private boolean goTo(String name) {
        int value = find(name);
        if (value < 0) {
            return false;
        }
        at = value;
        first = false;
        return true;
    }

    @Override
    public String text(String name) {
        require(goTo(name));
        return text();
    }

    @Override
    public Optional<String> optionalText(String name) {
        return goTo(name) ? Optional.of(text()) : Optional.empty();
    }

    private String text() {
        int from = string();
        return words.word(line, from, at - 1);
    }

    /// Steps over a string.
    ///
    /// @return where its text begins
    private int string() {
        skip('"');
        int from = at;
        int to = from;
        while (to < end && line[to] != '"') {
            require(line[to] >= ' ' && line[to] != '\\'); // bytes beyond ASCII are negative
            to++;
        }
        at = to;
        skip('"');
        return from;
    }

    @Override
    public OptionalLong optionalLong(String name) {
        return goTo(name) ? OptionalLong.of(decimal()) : OptionalLong.empty();
    }

    @Override
    public OptionalInt optionalInt(String name) {
        if (!goTo(name)) {
            return OptionalInt.empty();
        }
        long value = decimal();
        require(value == (int) value);
        return OptionalInt.of((int) value);
    }

    /// Steps over a whole number.
    private long decimal() {
        boolean negative = isNext('-');
        at += negative ? 1 : 0;
        int from = at;
        long value = 0;
        for (; at < end && line[at] >= '0' && line[at] <= '9'; at++) {
            value = value * 10 + line[at] - '0';
        }
        int digits = at - from;
        require(digits > 0 && digits <= 15 && (line[from] != '0' || digits == 1));
        return negative ? -value : value;
    }

    @Override
    public long micros(String name) {
        require(goTo(name));
        return micros();
    }

    @Override
    public OptionalLong optionalMicros(String name) {
        return goTo(name) ? OptionalLong.of(micros()) : OptionalLong.empty();
    }

    private long micros() {
        boolean negative = isNext('-');
        long whole = Math.abs(decimal());
        int nanos = 0;
        if (isNext('.')) {
            int point = at++;
            for (; at < end && line[at] >= '0' && line[at] <= '9'; at++) {
                nanos = nanos * 10 + line[at] - '0';
            }
            require(at - point == 4); // three digits
        }
        long value = whole * 1000 + nanos;
        return negative ? -value : value;
    }

    @Override
    public long handle(String name) {
        return goTo(name) ? number() : Call.UNKNOWN_HANDLE;
    }

    @Override
    public boolean isEmpty() {
        return isNext('}');
    }

    @Override
    public long number(String name) {
        require(goTo(name));
        return number();
    }

    private long number() {
        int from = string();
        int to = at - 1;
        require(to - from > 2 && to - from <= 18 && line[from] == '0' && line[from + 1] == 'x');
        long value = 0;
        for (int i = from + 2; i < to; i++) {
            int digit = digit(line[i]);
            require(digit >= 0);
            value = value << 4 | digit;
        }
        return value;
    }

    private static int digit(byte ascii) {
        if (ascii >= '0' && ascii <= '9') {
            return ascii - '0';
        }
        return ascii >= 'A' && ascii <= 'F' ? ascii - 'A' + 10 : -1;
    }

    @Override
    public Bytes bytes(String name) {
        require(goTo(name));
        int from = string();
        var bytes = Bytes.ofHexDigits(line, from, at - 1);
        require(bytes.isPresent());
        return bytes.get();
    }

    @Override
    public List<String> strings(String name) {
        require(goTo(name));
        var strings = new ArrayList<String>();
        skip('[');
        while (!isNext(']')) {
            comma(strings);
            strings.add(text());
        }
        skip(']');
        return strings;
    }

    @Override
    public <T> T object(String name, Function<Fields, T> read) {
        require(goTo(name));
        return object(read);
    }

    @Override
    public <T> Optional<T> optionalObject(String name, Function<Fields, T> read) {
        return goTo(name) ? Optional.of(object(read)) : Optional.empty();
    }

    @Override
    public <T> List<T> objects(String name, Function<Fields, T> read) {
        require(goTo(name));
        var objects = new ArrayList<T>();
        skip('[');
        while (!isNext(']')) {
            comma(objects);
            objects.add(object(read));
        }
        skip(']');
        return objects;
    }

    /// Steps over the comma in front of a further item of a list.
    private void comma(List<?> before) {
        if (!before.isEmpty()) {
            skip(',');
        }
    }
}
