package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.TextBuffer;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.redaction.Secrets;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Prints what the pcsc-spy of the log's generation prints, each line when it comes, so that calls of several
/// threads overlap as they did.
///
/// The one thing that cannot be printed at once is the length of a command: whether it may be seen is known only
/// from the bytes on the line after. It is printed and taken back if need be; until then nothing leaves the
/// buffer.
public final class PcscSpyRenderer implements LogHandler, AutoCloseable {
    private static final int DRAIN = 1 << 16;
    private static final int DRAIN_ANYWAY = 1 << 22;

    private static final byte[] RETURNS = ascii(" => ");
    private static final byte[] PARENTHESIS = ascii(" (");
    private static final byte[] BRACKET = ascii(" [");
    private static final byte[] BRACKET_END = ascii("]\n");
    private static final byte[] CODE_END = ascii("] ");
    private static final byte[] OLDER_CODE_END = ascii("]) ");

    private final OutputStream stream;
    private final Options options;
    private final Redactor redactor;
    private final TextBuffer out = new TextBuffer();
    private final List<PcscSpyThread> threads = new ArrayList<>();
    private final Map<LogItem, byte[]> lineBegins = new EnumMap<>(LogItem.class);
    private final byte[] functionColour;
    private final byte[] inPrefix;
    private final byte[] outPrefix;
    private final byte[] lineEnd;
    private byte[] latestName = {};
    private int latestCode;
    private boolean latestIsOlder;
    private int heldLengths;
    private long firstMicros = -1;
    private long lastMicros = -1;

    /// How to print.
    ///
    /// @param palette   the colours
    /// @param diffable  whether to leave out what differs between two executions
    /// @param showsThreads whether each line names its thread
    /// @param drainsEachCall whether text leaves after each call, for somebody who watches
    public record Options(Palette palette, boolean diffable, boolean showsThreads, boolean drainsEachCall) {}

    public PcscSpyRenderer(OutputStream stream, Options options, Redactor redactor) {
        this.stream = stream;
        this.options = options;
        this.redactor = redactor;
        functionColour = ascii(options.palette.function());
        inPrefix = ascii(options.palette.in() + " i ");
        outPrefix = ascii(options.palette.out() + " o ");
        lineEnd = ascii(options.palette.normal() + "\n");
        for (LogItem item : LogItem.values()) {
            var line = PcscSpyLine.of(item);
            lineBegins.put(
                    item,
                    ascii((line.out() ? options.palette.out() + " o " : options.palette.in() + " i ") + line.label()));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void begin(int number, String id, Function function, long micros) {
        if (firstMicros < 0) {
            firstMicros = micros;
        }
        if (number == threads.size()) {
            threads.add(new PcscSpyThread(number, options.showsThreads));
        }
        var thread = threads.get(number);
        thread.begin(function, micros);
        // pcsc-spy misspells one of the names, and scripts look for what it prints.
        String name = function == Function.CONTROL ? "SCarControl" : function.symbol();
        indent(thread).append(functionColour).append(name).append(lineEnd);
    }

    @Override
    public void value(int number, LogItem item, LogText text) {
        var thread = threads.get(number);
        var line = PcscSpyLine.of(item);
        switch (item) {
            case CARD -> thread.card = text.number();
            case CONTROL_CODE -> thread.controlCode = (int) text.number();
            case SEND_LENGTH -> hold(thread);
            default -> {
                // printed, nothing to note
            }
        }
        if (line.style() == PcscSpyLine.Style.HEX_DUMP) {
            hexDump(thread, item, line, text);
        } else {
            if (item == LogItem.CONTEXT && thread.function == Function.CANCEL) {
                start(thread, line);
                out.append("hCard:");
            } else {
                start(thread, item);
            }
            out.append(' ');
            write(thread, line.style(), text);
            out.append(lineEnd);
        }
        if (item == LogItem.ATR_LENGTH && text.is("NULL")) {
            start(thread, line);
            out.append("bAtr").append(lineEnd);
        }
    }

    @Override
    public void missing(int number, LogItem item) {
        threads.get(number).damaged = true;
    }

    @Override
    public void end(int number, LogEnd end) {
        var thread = threads.get(number);
        long micros = end.micros() - thread.beginMicros;
        lastMicros = end.micros();
        var code = new ReturnCode(end.value());
        boolean older = end.message().isPresent();
        boolean red = options.palette.isColoured() && !code.isSuccess();
        indent(thread);
        if (red) {
            out.append(options.palette.error());
        }
        out.append(RETURNS);
        if (older) {
            out.append(Printable.of(end.message().get())).append(" (");
        }
        out.append(name(code, older)).append(BRACKET).append(end.code()).append(older ? OLDER_CODE_END : CODE_END);
        if (red) {
            out.append(options.palette.normal());
        }
        if (options.diffable) {
            out.append(" [??.??]\n");
        } else {
            out.append(BRACKET).decimal(Math.floorDiv(micros, 1_000_000L));
            out.append('.').fraction(Math.floorMod(micros, 1_000_000L), 6).append(BRACKET_END);
        }
        if (thread.function == Function.CONTROL && code.isSuccess()) {
            PcscSpyControl.explain(out, thread, older);
        }
        if (thread.function == Function.TRANSMIT) {
            redactor.secrets().response(thread.card, thread.received);
        } else if (thread.function == Function.CONTROL) {
            redactor.secrets().controlAnswer(new ControlCode(thread.controlCode), thread.received);
        }
        thread.totals.add(thread.function, micros);
        ended(thread);
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

    @Override
    public void unfinished(int number) {
        ended(threads.get(number));
    }

    private void ended(PcscSpyThread thread) {
        release(thread);
        if (options.drainsEachCall || out.length() > DRAIN) {
            drain();
        }
    }

    /// Prints the totals.
    @Override
    public void close() throws IOException {
        double total = lastMicros < 0 ? 0 : PcscSpyTotals.seconds(lastMicros) - PcscSpyTotals.seconds(firstMicros);
        for (PcscSpyThread thread : threads) {
            release(thread);
            if (options.diffable) {
                thread.totals.printDiffable(out, thread.number + 1, threads.size());
            } else {
                thread.totals.print(out, thread.number + 1, threads.size(), total);
            }
        }
        out.drainTo(stream);
        stream.flush();
    }

    private void start(PcscSpyThread thread, PcscSpyLine line) {
        indent(thread).append(line.out() ? outPrefix : inPrefix);
    }

    /// Begins the line of an item, with its label.
    private void start(PcscSpyThread thread, LogItem item) {
        indent(thread).append(lineBegins.get(item));
    }

    private TextBuffer indent(PcscSpyThread thread) {
        return out.repeat(' ', 4 * thread.number).append(thread.label);
    }

    private void write(PcscSpyThread thread, PcscSpyLine.Style style, LogText text) {
        boolean number = text.isNumber();
        switch (style) {
            case HANDLE -> raw(text, options.diffable);
            case LEFTOVER -> valued(text, number, options.diffable);
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
            case LEFTOVER_STATE -> state(text, number, options.diffable);
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
        if (options.diffable) {
            out.append("0x????").hex(text.number() & 0xFFFF, 4); // the high half counts events
        } else {
            raw(text, false);
        }
        out.append(')');
    }

    private void hexDump(PcscSpyThread thread, LogItem item, PcscSpyLine line, LogText text) {
        int shown = text.hexLength();
        String hidden = textOfHidden(text);
        if (item == LogItem.SEND_BUFFER) {
            var sent = text.hexBytes();
            int visible = visible(thread, sent);
            if (visible >= 0) {
                shown = visible;
                hidden = redactor.hidden(sent, visible).toString();
                takeBackLength(thread);
            }
            release(thread);
            thread.sent = sent.slice(0, shown);
            thread.hidden = hidden;
        } else if (item == LogItem.RECV_BUFFER) {
            thread.received = text.hexBytes();
        }
        start(thread, item);
        out.append(lineEnd);
        if (text.is("NULL")) {
            start(thread, line);
            out.append(" NULL").append(lineEnd);
        }
        for (int at = 0; at < shown; at += PcscSpyHex.WIDTH) {
            start(thread, line);
            PcscSpyHex.line(out.append(' '), text, at, Math.min(at + PcscSpyHex.WIDTH, shown));
            out.append(lineEnd);
        }
        if (!hidden.isEmpty()) {
            start(thread, line);
            out.append(' ').append(hidden).append(lineEnd);
        }
    }

    /// The `[hidden]` at the end of what [dev.puce.trace.pcscspy.LogWriter] wrote.
    private static String textOfHidden(LogText text) {
        if (text.length() == 0 || text.at(text.length() - 1) != ']') {
            return "";
        }
        var whole = text.toString();
        return Printable.of(whole.substring(Math.max(whole.lastIndexOf('['), 0)));
    }

    /// How many of the bytes sent may be seen, -1 if all.
    private int visible(PcscSpyThread thread, Bytes sent) {
        if (thread.function == Function.TRANSMIT) {
            return redactor.visible(redactor.secrets().command(thread.card, sent), sent);
        }
        var code = new ControlCode(thread.controlCode);
        // With a line missing, the control code may not be what it seems.
        boolean doubtful = thread.damaged && redactor.visible(new Secrets.Cut(0, 0), sent) == 0;
        return doubtful ? 0 : redactor.visible(redactor.secrets().control(code, sent), sent);
    }

    private void hold(PcscSpyThread thread) {
        release(thread);
        thread.lengthAt = out.length();
        heldLengths++;
    }

    private void release(PcscSpyThread thread) {
        if (thread.lengthAt >= 0) {
            thread.lengthAt = -1;
            heldLengths--;
        }
    }

    /// Hides the number in the line `bSendLength` that stands in the buffer.
    private void takeBackLength(PcscSpyThread thread) {
        if (thread.lengthAt < 0 || redactor.redaction() == Redaction.SHAPE) {
            return;
        }
        int before = out.length();
        int from = thread.lengthAt;
        int to = out.indexOf('\n', from) + 1;
        out.replace(from, to, lengthLine(thread));
        int moved = out.length() - before;
        for (PcscSpyThread other : threads) {
            if (other.lengthAt > from) {
                other.lengthAt += moved;
            }
        }
    }

    private String lengthLine(PcscSpyThread thread) {
        return " ".repeat(4 * thread.number)
                + new String(thread.label, StandardCharsets.US_ASCII)
                + options.palette.in()
                + " i bSendLength [hidden]"
                + options.palette.normal()
                + "\n";
    }

    private void drain() {
        if (heldLengths > 0 && out.length() < DRAIN_ANYWAY) {
            return;
        }
        // A thread that stopped between length and bytes does not hold up the others for ever: its length stays hidden.
        for (PcscSpyThread thread : threads) {
            takeBackLength(thread);
            release(thread);
        }
        try {
            out.drainTo(stream);
            if (options.drainsEachCall) {
                stream.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
