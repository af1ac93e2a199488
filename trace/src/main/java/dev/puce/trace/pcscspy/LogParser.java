package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Function;
import dev.puce.trace.LineReader;
import dev.puce.trace.ProblemListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a raw log of libpcscspy, of either generation, and hands over what is in it, line by line.
///
/// A line that does not fit the grammar is reported with its number. The readable values of the call are passed on,
/// and reading goes on, at the latest with the thread's next call. Memory does not grow with the log.
public final class LogParser {
    private static final Function[] FUNCTIONS = Function.values();

    private final LogHandler handler;
    private final ProblemListener problems;
    private final Map<String, ThreadState> threads = new HashMap<>();
    private final List<ThreadState> byNumber = new ArrayList<>();
    private final LogText text = new LogText();
    private final ThreadState stranger = new ThreadState("");
    private ThreadState latest;
    private String latestMessage = "";
    private String latestCode = "";

    public LogParser(LogHandler handler, ProblemListener problems) {
        this.handler = handler;
        this.problems = problems;
    }

    /// Reads the log to its end.
    ///
    /// @throws IOException if the stream cannot be read
    public void parse(InputStream in) throws IOException {
        var lines = new LineReader(in);
        while (lines.next()) {
            if (lines.isCut()) {
                problems.problem(lines.number(), "the line is too long; its end is left out");
            }
            line(lines.buffer(), lines.start(), lines.end(), lines.number());
        }
        finish(lines.number());
    }

    /// Takes the next line, without its line feed.
    ///
    /// @param number its number, from 1
    public void line(byte[] buffer, int start, int end, long number) {
        int from = start;
        while (from < end && isSpace(buffer[from])) {
            from++;
        }
        int to = end;
        while (to > from && isSpace(buffer[to - 1])) {
            to--;
        }
        int at = threadEnd(buffer, from, to);
        if (from == to) {
            problems.problem(number, "the line is blank; skipped");
        } else if (at == to) {
            problems.problem(number, "the line has no thread in front (THREAD@TEXT); skipped");
        } else {
            text.set(buffer, at + 1, to);
            var thread = thread(buffer, from, at, text.startsWith(">|"));
            if (text.startsWith(">|")) {
                begin(thread, number);
            } else if (text.startsWith("<|")) {
                end(thread, number);
            } else {
                value(thread, end - at - 1, number);
            }
        }
    }

    /// Ends the log: calls that are open never returned.
    ///
    /// @param lastLine number of the last line
    public void finish(long lastLine) {
        for (ThreadState thread : byNumber) {
            if (thread.function != null) {
                problems.problem(lastLine, "the log ends inside " + thread.function.symbol() + " of " + thread.id);
                abandon(thread);
            }
        }
    }

    /// Position of the `@` behind the thread, or `to`. Mostly the thread is that of the line before.
    private int threadEnd(byte[] buffer, int from, int to) {
        int at = from;
        if (latest != null) {
            int length = latest.idBytes.length;
            if (length < to - from
                    && buffer[from + length] == '@'
                    && Arrays.equals(latest.idBytes, 0, length, buffer, from, from + length)) {
                return from + length;
            }
        }
        while (at < to && buffer[at] != '@') {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
    }

    /// The thread of that name; of one that has never begun a call, as damage brings them, no more is kept.
    private ThreadState thread(byte[] buffer, int from, int to, boolean begins) {
        if (latest != null && Arrays.equals(latest.idBytes, 0, latest.idBytes.length, buffer, from, to)) {
            return latest;
        }
        var id = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        var known = threads.get(id);
        if (known == null && begins) {
            known = new ThreadState(id);
            threads.put(id, known);
        }
        if (known == null) {
            return stranger;
        }
        latest = known;
        return known;
    }

    private void begin(ThreadState thread, long line) {
        if (thread.function != null) {
            problems.problem(line, thread.function.symbol() + " has no end; another call begins");
            abandon(thread);
        }
        int seconds = 2;
        int micros = bar(seconds);
        int name = micros < 0 ? -1 : bar(micros);
        long time = name < 0 ? -1 : micros(seconds, micros, name);
        var function = time < 0 ? Function.UNKNOWN : function(name);
        if (function == Function.UNKNOWN) {
            thread.skipping = true;
            problems.problem(
                    line,
                    time < 0
                            ? "the start of a call cannot be read; skipped up to the next call"
                            : "the call is of an unknown function; skipped up to the next call");
            return;
        }
        if (thread.number < 0) {
            thread.number = byNumber.size();
            byNumber.add(thread);
        }
        thread.begin(function);
        handler.begin(thread.number, thread.id, function, time);
    }

    private void end(ThreadState thread, long line) {
        if (thread.function == null) {
            if (!thread.skipping) {
                problems.problem(line, "a call ends that never began; skipped");
            }
            thread.skipping = false;
            return;
        }
        var end = readEnd();
        if (end == null) {
            problems.problem(line, "the end of " + thread.function.symbol() + " cannot be read");
            abandon(thread);
            return;
        }
        int missing = thread.missing(handler);
        if (missing > 0) {
            problems.problem(line, thread.function.symbol() + " ends with " + missing + " values missing");
        }
        thread.function = null;
        handler.end(thread.number, end);
    }

    private LogEnd readEnd() {
        int seconds = 2;
        int micros = bar(seconds);
        int name = micros < 0 ? -1 : bar(micros);
        int third = name < 0 ? -1 : bar(name);
        if (third < 0) {
            return null;
        }
        long time = micros(seconds, micros, name);
        int fourth = bar(third);
        int codeAt = fourth < 0 ? third : fourth;
        latestMessage = fourth < 0 ? "" : string(third, fourth - 1, StandardCharsets.UTF_8, latestMessage);
        Optional<String> message = fourth < 0 ? Optional.empty() : Optional.of(latestMessage);
        latestCode = string(codeAt, text.length(), StandardCharsets.ISO_8859_1, latestCode);
        String code = latestCode;
        if (time < 0 || code.length() < 10 || code.length() > 18 || !code.startsWith("0x")) {
            return null;
        }
        try {
            return new LogEnd(time, message, code, (int) Long.parseUnsignedLong(code, 2, code.length(), 16));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /// Part of the text, without a new string if it is the one of the call before.
    private String string(int from, int to, Charset charset, String latest) {
        return to - from == latest.length() && isAt(from, latest)
                ? latest
                : new String(text.buffer(), text.from() + from, to - from, charset);
    }

    private void value(ThreadState thread, int unstrippedLength, long line) {
        if (thread.function == null) {
            if (!thread.skipping) {
                thread.skipping = true;
                problems.problem(line, "there is a value outside of a call; skipped up to the next call");
            }
            return;
        }
        int skipped = thread.seek(text, handler);
        if (skipped < 0) {
            problems.problem(line, "the line does not fit into " + thread.function.symbol() + "; skipped");
            return;
        }
        if (skipped > 0) {
            problems.problem(
                    line, skipped + " values of " + thread.function.symbol() + " are missing before this line");
        }
        var item = thread.item();
        if (item.kind() == LogItem.Kind.BYTES && !isWhole(thread.latestNumber)) {
            problems.problem(line, "the bytes are fewer or more than announced in " + thread.function.symbol());
        }
        handler.value(thread.number, item, text);
        thread.advance(text, unstrippedLength);
    }

    private boolean isWhole(long announced) {
        if (announced < 0 || text.is("NULL")) {
            return true;
        }
        int length = text.length();
        return length == 0 ? announced == 0 : length % 3 == 2 && (length + 1) / 3 == announced;
    }

    private void abandon(ThreadState thread) {
        thread.missing(handler);
        thread.function = null;
        handler.unfinished(thread.number);
    }

    /// Position after the next `|`, or -1.
    private int bar(int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.at(i) == '|') {
                return i + 1;
            }
        }
        return -1;
    }

    /// The time written as `seconds|micros|`, in microseconds, or -1.
    private long micros(int seconds, int micros, int after) {
        long s = decimal(seconds, micros - 1);
        long us = decimal(micros, after - 1);
        return s < 0 || us < 0 ? -1 : s * 1_000_000 + us;
    }

    private long decimal(int from, int to) {
        if (from >= to || to - from > 12) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private Function function(int nameAt) {
        int length = text.length() - nameAt;
        for (Function function : FUNCTIONS) {
            if (function.symbol().length() == length && isAt(nameAt, function.symbol())) {
                return function;
            }
        }
        // The SCardControl of old pcsc-lite, with the arguments of today's.
        return length == 15 && isAt(nameAt, "SCardControl132") ? Function.CONTROL : Function.UNKNOWN;
    }

    private boolean isAt(int from, String name) {
        for (int i = name.length() - 1; i >= 0; i--) {
            if (text.at(from + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
