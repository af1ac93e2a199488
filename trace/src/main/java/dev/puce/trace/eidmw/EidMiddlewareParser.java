package dev.puce.trace.eidmw;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import dev.puce.trace.source.TimeOfDay;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Understands the lines of the Belgian eID middleware: `SCardTransmit(00 A4 ..)`, `SCardTransmit(): SW12 = 6A 82`.
final class EidMiddlewareParser implements LineParser {
    private static final Pattern LINE =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d (\\d\\d:\\d\\d:\\d\\d) - (\\d{1,9})\\|(\\d{1,9})"
                    + " - \\w+ - \\w+: +(SCard\\w+)\\(([^)]*)\\)(?:: (.*))?$");
    private static final Pattern STATUS = Pattern.compile("^SW12 = ([0-9A-Fa-f ]{4,5})$");
    private static final Pattern NUMBER = Pattern.compile("^0x([0-9A-Fa-f]{1,16})$");

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final TimeOfDay clock;

    EidMiddlewareParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        clock = calls.clock();
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        var line = LINE.matcher(raw.text().stripTrailing());
        if (!line.matches()) {
            return;
        }
        var caller = Caller.inLog("", OptionalInt.of(Integer.parseInt(line.group(2))), Optional.of(line.group(3)));
        var origin = new Origin(caller, caller, Provenance.DIRECT);
        long nanos = clock.nanos(line.group(1));
        String result = line.group(6) == null ? "" : line.group(6);
        var function = Function.of(line.group(4));
        if (function.isEmpty()) {
            return;
        }
        if (function.get() == Function.TRANSMIT) {
            transmit(origin, nanos, line.group(5), result, raw.number());
        } else {
            var code = number(result)
                    .map(value -> new ReturnCode((int) (long) value))
                    .orElse(ReturnCode.UNKNOWN);
            calls.call(
                    origin,
                    nanos,
                    call(function.get(), number(line.group(5)).orElse(Call.UNKNOWN_HANDLE)),
                    Optional.of(new TracedCall.Outcome(code, TracedCall.UNKNOWN_NANOS, Result.NONE)));
        }
    }

    private void transmit(Origin origin, long nanos, String command, String result, long number) throws IOException {
        var status = STATUS.matcher(result);
        var code = number(result);
        if (status.matches()) {
            calls.response(origin, nanos, HexText.bytes(status.group(1)).orElse(Bytes.EMPTY));
        } else if (code.isPresent()) {
            calls.end(origin, Function.TRANSMIT, nanos, new ReturnCode((int) (long) code.get()), Result.NONE);
        } else {
            var bytes = HexText.bytes(command).filter(found -> !found.isEmpty());
            if (bytes.isPresent()) {
                calls.nextCommand(origin, nanos, ExchangeAssembler.transmit(bytes.get()));
            } else {
                problems.problem(number, "the command is not hex; skipped");
            }
        }
    }

    private static Call call(Function function, long card) {
        return switch (function) {
            case STATUS -> new Call.Status(card);
            case BEGIN_TRANSACTION -> new Call.BeginTransaction(card);
            case END_TRANSACTION -> new Call.EndTransaction(card, Disposition.UNKNOWN);
            case DISCONNECT -> new Call.Disconnect(card, Disposition.UNKNOWN);
            default -> new Call.NameOnly(function);
        };
    }

    private static Optional<Long> number(String text) {
        var number = NUMBER.matcher(text);
        return number.matches() ? Optional.of(Long.parseUnsignedLong(number.group(1), 16)) : Optional.empty();
    }
}
