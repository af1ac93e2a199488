package dev.puce.trace.source;

import dev.puce.iso7816.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The first bytes of a file, at most 64 KiB, from which formats recognise themselves.
///
/// Lines come as [LogLines] gives them: without escape sequences and without the margin of a bug report. The last
/// line may be cut.
public final class Beginning {
    private final Bytes bytes;
    private final Margin margin;
    private final List<String> lines;

    private Beginning(Bytes bytes, Margin margin, List<String> lines) {
        this.bytes = bytes;
        this.margin = margin;
        this.lines = List.copyOf(lines);
    }

    /// The beginning of a file that starts with these bytes, and whose lines have that margin.
    public static Beginning of(Bytes bytes, Margin margin) {
        var lines = new ArrayList<String>();
        try {
            var reader = new LogLines(new ByteArrayInputStream(bytes.toArray()), margin);
            while (reader.next()) {
                lines.add(reader.text());
            }
        } catch (IOException impossible) { // the bytes are in memory
            throw new UncheckedIOException(impossible);
        }
        return new Beginning(bytes, margin, lines);
    }

    /// The bytes as they are.
    public Bytes bytes() {
        return bytes;
    }

    /// The lines.
    public List<String> lines() {
        return lines;
    }

    /// The text that stood in front of the lines.
    public Margin margin() {
        return margin;
    }

    /// Number of lines in which the pattern is found.
    public int count(Pattern pattern) {
        return count(line -> pattern.matcher(line).find());
    }

    /// Number of lines that satisfy a condition.
    public int count(Predicate<String> condition) {
        return (int) lines.stream().filter(condition).count();
    }
}
