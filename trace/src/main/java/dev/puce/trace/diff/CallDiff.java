package dev.puce.trace.diff;

import dev.puce.trace.JsonLines;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The differences of two executions, as text: the calls of the left alone, those of the right alone, and a few equal
/// calls around.
///
///       12 SCardConnect "Virtual PCD 00 00" shared T=0|T=1 → T=1
///     - 13 SELECT PIV → 9000 done
///          00 A4 04 00 05 A0 00 00 03 08 > 90 00
///     + 13 SELECT PIV → 6A82 not found
///          00 A4 04 00 05 A0 00 00 03 08 > 6A 82
public final class CallDiff {
    private static final int CONTEXT = 2;

    /// Precedes the bytes of a command.
    private static final String BYTES = " ".repeat(8);

    private final List<CallSequence.Entry> left;
    private final List<CallSequence.Entry> right;
    private final List<SequenceDiff.Stretch> stretches;

    public CallDiff(CallSequence left, CallSequence right) {
        this.left = left.entries();
        this.right = right.entries();
        var numbers = new HashMap<String, Integer>();
        stretches = SequenceDiff.of(numbers(this.left, numbers), numbers(this.right, numbers));
    }

    private static int[] numbers(List<CallSequence.Entry> entries, Map<String, Integer> numbers) {
        return entries.stream()
                .mapToInt(entry -> numbers.computeIfAbsent(entry.text(), _ -> numbers.size()))
                .toArray();
    }

    /// Whether there is no difference.
    public boolean isEmpty() {
        return stretches.stream().allMatch(SequenceDiff.Stretch::equal);
    }

    /// The first call of the right trace that the left one does not have at its place. Empty if the right trace has
    /// no such call.
    public Optional<Difference> firstDifference() {
        return stretches.stream()
                .filter(stretch -> !stretch.equal() && stretch.rightTo() > stretch.rightFrom())
                .findFirst()
                .map(stretch -> new Difference(
                        stretch.leftTo() > stretch.leftFrom()
                                ? Optional.of(left.get(stretch.leftFrom()).call())
                                : Optional.empty(),
                        right.get(stretch.rightFrom()).call()));
    }

    /// The first calls of both traces at a place where they differ.
    ///
    /// @param left  the call of the left trace; empty if the right trace has additional calls
    /// @param right the call of the right trace
    public record Difference(Optional<ComparedCall> left, ComparedCall right) {}

    /// A call in words.
    ///
    /// @param sequence number of the call in its trace
    /// @param text     function, return code, arguments and results that matter
    public record ComparedCall(long sequence, String text) {}

    /// Appends the differences and a line that counts them.
    public void print(StringBuilder out, Palette palette) {
        int onlyLeft = 0;
        int onlyRight = 0;
        for (int i = 0; i < stretches.size(); i++) {
            var stretch = stretches.get(i);
            if (stretch.equal()) {
                equal(out, stretch, i > 0, i + 1 < stretches.size(), palette);
            } else {
                for (int l = stretch.leftFrom(); l < stretch.leftTo(); l++, onlyLeft++) {
                    line(out, palette.error() + "- ", left.get(l), palette);
                }
                for (int r = stretch.rightFrom(); r < stretch.rightTo(); r++, onlyRight++) {
                    line(out, palette.in() + "+ ", right.get(r), palette);
                }
            }
        }
        if (isEmpty()) {
            out.append(left.size()).append(" calls, no difference\n");
        } else {
            int equal = left.size() - onlyLeft;
            out.append(equal).append(equal == 1 ? " call is equal, " : " calls are equal, ");
            out.append(onlyLeft).append(" only on the left (-), ");
            out.append(onlyRight).append(" only on the right (+)\n");
        }
    }

    /// Writes the pieces from begin to end as JSON Lines to the stream, which stays open. Each object has
    ///
    /// - `piece`: `equal`, `left` (only the left has it) or `right`
    /// - `count`: how many calls
    /// - `calls`, not of equal ones: for each call `seq`, its number in its trace, and `text`, the compared text
    /// - `left_seq` and `right_seq`, only of equal ones: number of the first call in both traces
    ///
    /// @throws IOException if it cannot be written
    public void writeJson(OutputStream out) throws IOException {
        JsonLines.write(out, this::writePieces);
    }

    private void writePieces(JsonGenerator json) {
        for (var stretch : stretches) {
            if (stretch.equal()) {
                equal(json, stretch);
            } else {
                different(json, "left", left.subList(stretch.leftFrom(), stretch.leftTo()));
                different(json, "right", right.subList(stretch.rightFrom(), stretch.rightTo()));
            }
        }
    }

    private void equal(JsonGenerator json, SequenceDiff.Stretch stretch) {
        json.writeStartObject();
        json.writeStringProperty("piece", "equal");
        json.writeNumberProperty("count", stretch.leftTo() - stretch.leftFrom());
        json.writeNumberProperty("left_seq", left.get(stretch.leftFrom()).sequence());
        json.writeNumberProperty("right_seq", right.get(stretch.rightFrom()).sequence());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void different(JsonGenerator json, String side, List<CallSequence.Entry> calls) {
        if (calls.isEmpty()) {
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("piece", side);
        json.writeNumberProperty("count", calls.size());
        json.writeArrayPropertyStart("calls");
        for (var call : calls) {
            json.writeStartObject();
            json.writeNumberProperty("seq", call.sequence());
            json.writeStringProperty("text", call.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void equal(
            StringBuilder out, SequenceDiff.Stretch stretch, boolean after, boolean before, Palette palette) {
        int head = after ? Math.min(stretch.leftFrom() + CONTEXT, stretch.leftTo()) : stretch.leftFrom();
        int tail = before ? Math.max(stretch.leftTo() - CONTEXT, head) : stretch.leftTo();
        for (int l = stretch.leftFrom(); l < head; l++) {
            line(out, "  ", left.get(l), palette);
        }
        if (tail > head && (after || before)) {
            out.append(palette.faint()).append("  ... ").append(tail - head);
            out.append(tail - head == 1 ? " equal call" : " equal calls")
                    .append(palette.normal())
                    .append('\n');
        }
        for (int l = tail; before && l < stretch.leftTo(); l++) {
            line(out, "  ", left.get(l), palette);
        }
    }

    private static void line(StringBuilder out, String mark, CallSequence.Entry entry, Palette palette) {
        String number = Long.toString(entry.sequence());
        out.append(mark)
                .append(" ".repeat(Math.max(0, 5 - number.length())))
                .append(number)
                .append(' ');
        out.append(entry.words());
        if (!mark.isBlank()) {
            if (!entry.bytes().isEmpty()) {
                out.append('\n').append(BYTES).append(entry.bytes());
            }
            out.append(palette.normal());
        }
        out.append('\n');
    }
}
