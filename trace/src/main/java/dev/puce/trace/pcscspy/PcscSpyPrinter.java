package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prints the lines of pcsc-spy into a buffer: the start of a call, its values, its end, the totals.
///
/// The printer knows how lines look. It neither redacts nor decides when text leaves the buffer.
final class PcscSpyPrinter {
    /// The duration of a call whose start or end is unknown.
    static final long UNKNOWN_MICROS = Long.MIN_VALUE;

    private static final byte[] RETURNS = ascii(" => ");
    private static final byte[] BRACKET = ascii(" [");
    private static final byte[] BRACKET_END = ascii("]\n");
    private static final byte[] CODE_END = ascii("] ");
    private static final byte[] OLDER_CODE_END = ascii("]) ");
    private static final byte[] UNKNOWN_DURATION = ascii(" [??.??]\n");
    private static final byte[] PARENTHESIS = ascii(" (");

    final TextBuffer out = new TextBuffer();
    private final PcscSpyRenderer.Options options;
    private final Map<LogItem, byte[]> lineStarts = new EnumMap<>(LogItem.class);
    private final byte[] functionColour;
    private final byte[] inPrefix;
    private final byte[] outPrefix;
    private final byte[] lineEnd;
    private byte[] latestName = {};
    private int latestCode;
    private boolean latestIsOlder;
    private long firstMicros = -1;
    private long lastMicros = -1;

    PcscSpyPrinter(PcscSpyRenderer.Options options) {
        this.options = options;
        functionColour = ascii(options.palette().function());
        inPrefix = ascii(options.palette().in() + " i ");
        outPrefix = ascii(options.palette().out() + " o ");
        lineEnd = ascii(options.palette().normal() + "\n");
        for (LogItem item : LogItem.values()) {
            var line = PcscSpyLine.of(item);
            lineStarts.put(
                    item,
                    ascii((line.out()
                                    ? options.palette().out() + " o "
                                    : options.palette().in() + " i ")
                            + line.label()));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The line with the name of the function.
    ///
    /// @param micros start of the call, or [#UNKNOWN_MICROS]
    void begin(PcscSpyThread thread, Function function, long micros) {
        if (firstMicros < 0) {
            firstMicros = micros;
        }
        thread.begin(function, micros);
        // pcsc-spy misspells one of the names, and scripts look for its output.
        String name = function == Function.CONTROL ? "SCarControl" : function.symbol();
        indent(thread).append(functionColour).append(name).append(lineEnd);
    }

    /// The line of a value that is not a hex dump.
    void value(PcscSpyThread thread, LogItem item, LogText text) {
        var line = PcscSpyLine.of(item);
        if (item == LogItem.CONTEXT && thread.function == Function.CANCEL) {
            start(thread, line);
            out.append("hCard:");
        } else {
            start(thread, item);
        }
        out.append(' ');
        write(thread, line.style(), text);
        out.append(lineEnd);
        if (item == LogItem.ATR_LENGTH && text.is("NULL")) {
            start(thread, line);
            out.append("bAtr").append(lineEnd);
        }
    }

    /// The lines of a hex dump.
    ///
    /// @param text   the bytes in hex, or `NULL`
    /// @param shown  number of bytes to print
    /// @param hidden the text in place of the others; empty if there are none
    void dump(PcscSpyThread thread, LogItem item, LogText text, int shown, String hidden) {
        var line = PcscSpyLine.of(item);
        start(thread, item);
        out.append(lineEnd);
        if (text.is("NULL")) {
            start(thread, line);
            out.append(" NULL").append(lineEnd);
        }
        if (item == LogItem.RECV_BUFFER) {
            hidden(thread, line, hidden); // the data; the status word follows
        }
        for (int at = 0; at < shown; at += PcscSpyHex.WIDTH) {
            start(thread, line);
            PcscSpyHex.line(out.append(' '), text, at, Math.min(at + PcscSpyHex.WIDTH, shown));
            out.append(lineEnd);
        }
        if (item != LogItem.RECV_BUFFER) {
            hidden(thread, line, hidden);
        }
    }

    private void hidden(PcscSpyThread thread, PcscSpyLine line, String hidden) {
        if (!hidden.isEmpty()) {
            start(thread, line);
            out.append(' ').append(hidden).append(lineEnd);
        }
    }

    /// The line with the return code, and the explanations that pcsc-spy adds to SCardControl.
    ///
    /// @param digits  the code in hex
    /// @param message the meaning of the code, in logs of the older generation
    /// @param end     end of the call, or [#UNKNOWN_MICROS]
    void end(PcscSpyThread thread, ReturnCode code, String digits, Optional<String> message, long end) {
        boolean isTimed = end != UNKNOWN_MICROS && thread.beginMicros != UNKNOWN_MICROS;
        long micros = isTimed ? end - thread.beginMicros : 0;
        lastMicros = isTimed ? end : lastMicros;
        boolean older = message.isPresent();
        boolean red = options.palette().isColoured() && code.isFailure();
        indent(thread);
        if (red) {
            out.append(options.palette().error());
        }
        out.append(RETURNS);
        if (older) {
            out.append(Printable.of(message.get())).append(PARENTHESIS);
        }
        out.append(name(code, older)).append(BRACKET).append(digits).append(older ? OLDER_CODE_END : CODE_END);
        if (red) {
            out.append(options.palette().normal());
        }
        if (options.diffable() || !isTimed) {
            out.append(UNKNOWN_DURATION);
        } else {
            out.append(BRACKET).decimal(Math.floorDiv(micros, 1_000_000L));
            out.append('.').fraction(Math.floorMod(micros, 1_000_000L), 6).append(BRACKET_END);
        }
        if (thread.function == Function.CONTROL && code.isSuccess()) {
            PcscSpyControl.explain(out, thread, older);
        }
        thread.totals.add(thread.function, micros, isTimed);
    }

    /// The code's name. Most calls end as the one before.
    private byte[] name(ReturnCode code, boolean older) {
        if (code.value() != latestCode || older != latestIsOlder || latestName.length == 0) {
            latestCode = code.value();
            latestIsOlder = older;
            latestName = ascii(PcscSpyNames.code(code, older));
        }
        return latestName;
    }

    /// The totals of all threads.
    void totals(List<PcscSpyThread> threads) {
        boolean isTimed = firstMicros >= 0 || lastMicros < 0;
        double total = lastMicros < 0 ? 0 : PcscSpyTotals.seconds(lastMicros) - PcscSpyTotals.seconds(firstMicros);
        for (PcscSpyThread thread : threads) {
            if (options.diffable() || !isTimed || !thread.totals.isTimed()) {
                thread.totals.printDiffable(out, thread.number + 1, threads.size());
            } else {
                thread.totals.print(out, thread.number + 1, threads.size(), total);
            }
        }
    }

    private void start(PcscSpyThread thread, PcscSpyLine line) {
        indent(thread).append(line.out() ? outPrefix : inPrefix);
    }

    /// Starts the line of an item, with its label.
    private void start(PcscSpyThread thread, LogItem item) {
        indent(thread).append(lineStarts.get(item));
    }

    private TextBuffer indent(PcscSpyThread thread) {
        return out.repeat(' ', 4 * thread.number).append(thread.label);
    }

    private void write(PcscSpyThread thread, PcscSpyLine.Style style, LogText text) {
        boolean number = text.isNumber();
        switch (style) {
            case HANDLE -> raw(text, options.diffable());
            case LEFTOVER -> valued(text, number, options.diffable());
            case PLAIN -> raw(text, false);
            case VALUE -> valued(text, number, false);
            case COUNT -> {
                if (number) {
                    out.unsigned(text.number());
                } else {
                    raw(text, false);
                }
            }
            case SCOPE -> named(PcscSpyNames.scope(text.number()), text, number);
            case SHARE_MODE -> named(PcscSpyNames.shareMode(text.number()), text, number);
            case PROTOCOL -> named(PcscSpyNames.protocol(text.number()), text, number);
            case DISPOSITION -> named(PcscSpyNames.disposition(text.number()), text, number);
            case ATTRIBUTE -> named(PcscSpyNames.attribute(text.number()), text, number);
            case CONTROL_CODE -> named(thread.controlName((int) text.number()), text, number);
            case STATE -> state(text, number, false);
            case LEFTOVER_STATE -> state(text, number, options.diffable());
            case PROTOCOLS -> {
                raw(text, false);
                if (number) {
                    out.append(" (")
                            .append(PcscSpyNames.protocols(text.number()))
                            .append(')');
                }
            }
            case HEX_DUMP -> throw new AssertionError("has lines of its own");
        }
    }

    private void raw(LogText text, boolean masked) {
        if (masked) {
            out.append("0x????");
        } else {
            PcscSpyText.append(out, text);
        }
    }

    private void valued(LogText text, boolean number, boolean masked) {
        raw(text, masked);
        if (number && !masked) {
            out.append(PARENTHESIS).unsigned(text.number()).append(')');
        }
    }

    private void named(String name, LogText text, boolean number) {
        if (number) {
            out.append(name).append(" (");
            raw(text, false);
            out.append(')');
        } else {
            raw(text, false);
        }
    }

    private void state(LogText text, boolean number, boolean masked) {
        if (!number || masked) {
            raw(text, masked);
            return;
        }
        out.append(PcscSpyNames.state(text.number())).append(" (");
        if (options.diffable()) {
            out.append("0x????").hex(text.number() & 0xFFFF, 4); // the high half counts events
        } else {
            raw(text, false);
        }
        out.append(')');
    }
}
