package dev.puce.trace.source;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The first bytes of a file, at most 64 KiB, from which formats recognise themselves.
///
/// Lines come as [LogLines] gives them: without escape sequences, carriage returns, and the indent or quote marks
/// that all lines have in a bug report. The last line may be cut.
public final class Beginning {
    private final Bytes bytes;
    private final String quote;
    private final List<String> lines;

    private Beginning(Bytes bytes, String quote, List<String> lines) {
        this.bytes = bytes;
        this.quote = quote;
        this.lines = List.copyOf(lines);
    }

    /// The beginning of a file that starts with these bytes.
    public static Beginning of(Bytes bytes) {
        var text = bytes.text(StandardCharsets.UTF_8);
        var raw = text.lines().filter(line -> !line.isBlank()).toList();
        var quote = quote(raw);
        var lines = new ArrayList<String>();
        text.lines()
                .forEach(line -> lines.add(
                        EscapeSequences.strip(line.startsWith(quote) ? line.substring(quote.length()) : line)));
        return new Beginning(bytes, quote, lines);
    }

    /// The text in front of (nearly) every line: `> ` of a quoted mail, a tab or four spaces of Markdown code.
    private static String quote(List<String> lines) {
        for (String quote : List.of("> ", "\t", "    ")) {
            long quoted = lines.stream().filter(line -> line.startsWith(quote)).count();
            if (quoted > 1 && quoted * 10 >= lines.size() * 9L) {
                return quote;
            }
        }
        return "";
    }

    /// The bytes as they are.
    public Bytes bytes() {
        return bytes;
    }

    /// The lines.
    public List<String> lines() {
        return lines;
    }

    /// The indent or quote mark that the lines had; empty if none.
    public String quote() {
        return quote;
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
