package dev.puce.trace.apduplay;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Pci;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Understands the lines of APDUPlay: one value a line, a call from its handle to the answer.
final class ApduPlayParser implements LineParser {
    private static final Pattern BEGIN = Pattern.compile("^SCardTransmit \\(handle 0x([0-9A-Fa-f]{1,16})\\)#$");
    private static final Pattern TIME = Pattern.compile("^responseTime:(\\d{1,9})#$");
    private static final Pattern RESULT = Pattern.compile("^SCardTransmit result:0x([0-9A-Fa-f]{1,16})#$");

    private static final Pattern CALLED = Pattern.compile("^(SCard[A-Z]\\w{1,60}) called$");

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private boolean isOpen;
    private long card;
    private Optional<Bytes> command = Optional.empty();
    private long durationNanos = TracedCall.UNKNOWN_NANOS;
    private ReturnCode code = ReturnCode.UNKNOWN;
    private Optional<Bytes> response = Optional.empty();

    ApduPlayParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        String text = raw.text().stripTrailing();
        var begin = BEGIN.matcher(text);
        var time = TIME.matcher(text);
        var result = RESULT.matcher(text);
        var called = CALLED.matcher(text);
        if (begin.matches()) {
            end();
            isOpen = true;
            card = Long.parseUnsignedLong(begin.group(1), 16);
        } else if (called.matches()) {
            end();
            call(called.group(1));
        } else if (text.startsWith("transmitted:")) {
            command = hex(text, raw.number());
        } else if (time.matches()) {
            durationNanos = Long.parseLong(time.group(1)) * 1_000_000;
        } else if (result.matches()) {
            code = new ReturnCode((int) Long.parseUnsignedLong(result.group(1), 16));
        } else if (text.startsWith("received:")) {
            response = hex(text, raw.number());
            end();
        }
    }

    private void call(String name) throws IOException {
        var call = Function.of(name).<Call>map(Call.NameOnly::new).orElse(new Call.Unknown(name, ""));
        calls.call(Origin.UNKNOWN, TracedCall.UNKNOWN_NANOS, call, Optional.of(TracedCall.Outcome.UNKNOWN));
    }

    private Optional<Bytes> hex(String text, long number) {
        var bytes = HexText.bytes(text.substring(text.indexOf(':') + 1));
        if (bytes.isEmpty()) {
            problems.problem(number, "the bytes are not hex; skipped");
        }
        return bytes;
    }

    @Override
    public void end() throws IOException {
        if (isOpen && command.isPresent()) {
            var result = response.filter(bytes -> !bytes.isEmpty());
            var outcome = new TracedCall.Outcome(
                    code,
                    durationNanos,
                    result.<Result>map(bytes -> new Result.Transmit(Pci.UNKNOWN, bytes))
                            .orElse(Result.NONE));
            calls.call(
                    Origin.UNKNOWN,
                    TracedCall.UNKNOWN_NANOS,
                    new Call.Transmit(card, Pci.UNKNOWN, command.get(), OptionalLong.empty()),
                    Optional.of(outcome));
        }
        isOpen = false;
        command = Optional.empty();
        response = Optional.empty();
        code = ReturnCode.UNKNOWN;
        durationNanos = TracedCall.UNKNOWN_NANOS;
    }
}
