package dev.puce.trace.libfido2;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.regex.Pattern;

/// Understands what libfido2 writes to and reads from PC/SC: a line with the number of bytes, then lines of up to 16
/// bytes.
final class LibFido2Parser implements LineParser {
    private static final Pattern START =
            Pattern.compile("^fido_pcsc_(?:(write): writing|read: reading): buf=\\S{1,40}, len=(\\d{1,6})$");
    private static final Pattern BYTES = Pattern.compile("^\\d{4,6}: ((?:[0-9a-f]{2} ?){1,16})$");
    private static final Pattern FAILED = Pattern.compile("^fido_pcsc_write: SCardTransmit 0x([0-9a-f]{1,16})$");

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private boolean isCommand;
    private int missing;
    private long number;
    private Bytes bytes = Bytes.EMPTY;

    LibFido2Parser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        if (missing > 0) {
            var more = BYTES.matcher(raw.text());
            if (more.matches()) {
                add(HexText.bytes(more.group(1)).orElse(Bytes.EMPTY));
                return;
            }
            end();
        }
        var start = START.matcher(raw.text());
        var failed = FAILED.matcher(raw.text());
        if (start.matches()) {
            isCommand = start.group(1) != null;
            missing = Integer.parseInt(start.group(2));
            number = raw.number();
            bytes = Bytes.EMPTY;
        } else if (failed.matches() && calls.isOpen(Origin.UNKNOWN, Function.TRANSMIT)) {
            var code = new ReturnCode((int) Long.parseUnsignedLong(failed.group(1), 16));
            calls.end(Origin.UNKNOWN, Function.TRANSMIT, TracedCall.UNKNOWN_NANOS, code, Result.NONE);
        }
    }

    private void add(Bytes more) throws IOException {
        bytes = bytes.plus(more);
        missing -= more.length();
        if (missing > 0) {
            return;
        }
        if (isCommand) {
            calls.nextCommand(Origin.UNKNOWN, TracedCall.UNKNOWN_NANOS, ExchangeAssembler.transmit(bytes));
        } else if (!calls.isOpen(Origin.UNKNOWN, Function.TRANSMIT)) {
            problems.problem(number, "an answer has no command; skipped");
        } else {
            calls.response(Origin.UNKNOWN, TracedCall.UNKNOWN_NANOS, bytes);
        }
    }

    @Override
    public void end() throws IOException {
        if (missing > 0) {
            problems.problem(number, missing + " bytes are missing; skipped");
            missing = 0;
        }
    }
}
