package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.TextBuffer;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.redaction.Shown;
import dev.puce.trace.redaction.ShownAnswer;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Prints a raw log as pcsc-spy of the log's generation does, each line when it is read. Lines of calls that overlap
/// keep their order.
///
/// The length of a command comes before its bytes, but only the bytes show whether it is secret. The renderer prints
/// the length and takes it back if necessary; until then no text leaves the buffer.
public final class PcscSpyRenderer implements LogHandler, AutoCloseable {
    private static final Pattern ATR = Pattern.compile("(?:[0-9A-Fa-f]{2} ?)+");
    private static final int DRAIN = 1 << 16;
    private static final int DRAIN_ANYWAY = 1 << 22;

    private final OutputStream stream;
    private final Options options;
    private final Redactor redactor;
    private final PcscSpyPrinter printer;
    private final TextBuffer out;
    private final List<PcscSpyThread> threads = new ArrayList<>();
    private int heldLengths;

    /// How to print.
    ///
    /// @param palette        the colours
    /// @param diffable       whether to leave out values that differ between two executions
    /// @param showsThreads   whether each line names its thread
    /// @param drainsEachCall whether text leaves the buffer after each call, for live views
    public record Options(Palette palette, boolean diffable, boolean showsThreads, boolean drainsEachCall) {}

    /// Writes to a stream, which stays open.
    public PcscSpyRenderer(OutputStream stream, Options options, Redactor redactor) {
        this.stream = stream;
        this.options = options;
        this.redactor = redactor;
        printer = new PcscSpyPrinter(options);
        out = printer.out;
    }

    @Override
    public void begin(int number, String id, Function function, long micros) {
        if (number == threads.size()) {
            threads.add(new PcscSpyThread(number, options.showsThreads));
        }
        printer.begin(threads.get(number), function, micros);
    }

    @Override
    public void value(int number, LogItem item, LogText text) {
        var thread = threads.get(number);
        switch (item) {
            case CARD -> thread.card = text.number();
            case CONTROL_CODE -> thread.controlCode = (int) text.number();
            case ATTRIBUTE -> thread.attribute = (int) text.number();
            case SEND_LENGTH, RECV_LENGTH -> hold(thread, item);
            case READER -> thread.reader = text.toString();
            case NEW_CARD -> thread.newCard = text.number();
            case INITIALIZATION, DISPOSITION -> thread.disposition = (int) text.number();
            default -> {
                // printed, nothing to note
            }
        }
        if (PcscSpyLine.of(item).style() == PcscSpyLine.Style.HEX_DUMP) {
            dump(thread, item, text);
        } else {
            printer.value(thread, item, isAtr(item) ? atr(text) : text);
        }
    }

    private static boolean isAtr(LogItem item) {
        return item == LogItem.ATR || item == LogItem.QUERY_ATR || item == LogItem.FOUND_ATR;
    }

    private LogText atr(LogText text) {
        boolean isHex = ATR.matcher(text.toString()).matches();
        return isHex && redactor.redaction() == Redaction.STRICT ? hex(redactor.atr(text.hexBytes())) : text;
    }

    private static LogText hex(Bytes bytes) {
        byte[] hex = bytes.toSpacedHex().getBytes(StandardCharsets.US_ASCII);
        return new LogText().set(hex, 0, hex.length);
    }

    private void dump(PcscSpyThread thread, LogItem item, LogText text) {
        int shown = text.hexLength();
        String hidden = "";
        if (item == LogItem.SEND_BUFFER) {
            var sent = text.hexBytes();
            var left = shown(thread, sent);
            if (left.hidden().isPresent()) {
                shown = left.visible().length();
                hidden = left.hidden().get().toString();
                takeBackLength(thread);
            }
            release(thread);
            thread.sent = left.visible();
            thread.hidden = hidden;
        } else if (item == LogItem.RECV_BUFFER) {
            var left = answer(thread, text.hexBytes());
            thread.received = left.visible();
            if (left.hidden().isPresent()) {
                takeBackLength(thread);
                release(thread);
                var visible = hex(left.visible());
                printer.dump(
                        thread,
                        item,
                        visible,
                        visible.hexLength(),
                        left.hidden().get().toString());
                return;
            }
            release(thread);
        } else if (item == LogItem.GET_VALUE || item == LogItem.SET_VALUE) {
            var value = text.hexBytes();
            var left = redactor.attribute(new Attribute(thread.attribute), value);
            if (!left.equals(value)) {
                printer.dump(thread, item, hex(left), left.length(), hidden);
                return;
            }
        }
        printer.dump(thread, item, text, shown, hidden);
    }

    private Shown shown(PcscSpyThread thread, Bytes sent) {
        if (thread.function == Function.TRANSMIT) {
            var shown = redactor.command(thread.card, sent);
            thread.isAnswerSecret = redactor.isAnswerSecret(thread.card);
            return shown;
        }
        var shown = redactor.control(thread.card, new ControlCode(thread.controlCode), sent);
        // With a line missing, the control code may be wrong.
        return thread.damaged && !sent.isEmpty() ? redactor.everything(sent) : shown;
    }

    private ShownAnswer answer(PcscSpyThread thread, Bytes received) {
        thread.isAnswered = true;
        if (thread.function == Function.CONTROL) {
            return redactor.controlAnswer(thread.card, new ControlCode(thread.controlCode), received);
        }
        var answer = redactor.answer(thread.card, received);
        return thread.isAnswerSecret ? redactor.hidden(received) : answer;
    }

    @Override
    public void missing(int number, LogItem item) {
        threads.get(number).damaged = true;
    }

    @Override
    public void end(int number, LogEnd end) {
        var thread = threads.get(number);
        printer.end(thread, new ReturnCode(end.value()), end.code(), end.message(), end.micros());
        note(thread, new ReturnCode(end.value()));
        ended(thread);
    }

    /// Tells the redactor about the end of a call.
    private void note(PcscSpyThread thread, ReturnCode code) {
        noteMissingAnswer(thread);
        switch (thread.function) {
            case CONNECT -> {
                if (code.isSuccess()) {
                    redactor.connected(thread.newCard, thread.reader);
                }
            }
            case RECONNECT, DISCONNECT, END_TRANSACTION -> {
                if (code.isSuccess()) {
                    redactor.ended(thread.card, new Disposition(thread.disposition));
                }
                redactor.returned(thread.card, code);
            }
            case TRANSMIT, CONTROL, STATUS, BEGIN_TRANSACTION -> redactor.returned(thread.card, code);
            default -> {
                // says nothing about a card
            }
        }
    }

    private void noteMissingAnswer(PcscSpyThread thread) {
        if (thread.function == Function.TRANSMIT && !thread.isAnswered) {
            redactor.answer(thread.card, Bytes.EMPTY);
        }
    }

    @Override
    public void unfinished(int number) {
        noteMissingAnswer(threads.get(number));
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
        threads.forEach(this::release);
        printer.totals(threads);
        out.drainTo(stream);
        stream.flush();
    }

    private void hold(PcscSpyThread thread, LogItem item) {
        release(thread);
        thread.held = item;
        thread.lengthAt = out.length();
        heldLengths++;
    }

    private void release(PcscSpyThread thread) {
        if (thread.lengthAt >= 0) {
            thread.lengthAt = -1;
            heldLengths--;
        }
    }

    /// Hides the number in the line with the length, which is still in the buffer.
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
                + (thread.held == LogItem.RECV_LENGTH
                        ? options.palette.out() + " o bRecvLength"
                        : options.palette.in() + " i bSendLength")
                + " [hidden]"
                + options.palette.normal()
                + "\n";
    }

    private void drain() {
        if (heldLengths > 0 && out.length() < DRAIN_ANYWAY) {
            return;
        }
        // A thread that stopped between length and bytes delays the others only so long: its length stays hidden.
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
