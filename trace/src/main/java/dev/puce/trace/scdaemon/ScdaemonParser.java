package dev.puce.trace.scdaemon;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Inference;
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
import dev.puce.trace.source.TimeOfDay;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Understands the lines of scdaemon: a command, the status word of its answer, the data of its answer.
///
/// Since 2.3 hex goes on on the next line after ` \`. The reader is the first that scdaemon has detected, which puce
/// infers.
final class ScdaemonParser implements LineParser {
    private static final Pattern LINE =
            Pattern.compile("^.{0,100}?\\bscdaemon\\[(\\d{1,9})(?:\\.(\\w{1,20}))?]:? (.*)$");
    private static final Pattern TIME = Pattern.compile("\\b(\\d\\d:\\d\\d:\\d\\d)\\b");
    private static final Pattern COMMAND = Pattern.compile("^(?:DBG:)? +(?:PCSC_data|raw apdu): (.*)$");
    private static final Pattern RESPONSE =
            Pattern.compile("^(?:DBG:)? +response: sw=([0-9A-Fa-f]{4}) +datalen=(\\d{1,6})$");
    private static final Pattern DUMP = Pattern.compile("^(?:DBG:)? +dump: (.*)$");
    private static final Pattern MORE = Pattern.compile("^(?:DBG:)? {1,16}([0-9A-Fa-f][0-9A-Fa-f ]*\\\\?)$");
    private static final Pattern MASKED = Pattern.compile("^([0-9A-Fa-f ]*)\\[(?:hidden|redacted)]$");
    private static final Pattern ATR = Pattern.compile("^slot \\d+: ATR=([0-9A-Fa-f ]+)$");
    private static final Pattern READER = Pattern.compile("^detected reader '(.*)'$");
    private static final Pattern FAILED = Pattern.compile("^pcsc_(\\w+) failed: .* \\(0x([0-9a-fA-F]{1,8})\\)$");
    private static final int MOST_DIGITS = 1 << 18;

    /// The part of an exchange that the next lines continue.
    private enum Part {
        NONE,
        COMMAND,
        DATA
    }

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final TimeOfDay clock;
    private Origin origin = Origin.UNKNOWN;
    private String reader = "";
    private long nanos = TracedCall.UNKNOWN_NANOS;
    private Part part = Part.NONE;
    private final StringBuilder hex = new StringBuilder();
    private String statusWord = "";
    private int announced;
    private long responseNanos = TracedCall.UNKNOWN_NANOS;

    ScdaemonParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        clock = calls.clock();
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        var line = LINE.matcher(raw.text());
        if (!line.matches()) {
            return;
        }
        var time = TIME.matcher(raw.text());
        String text = line.group(3).stripTrailing();
        if (part != Part.NONE) {
            var more = MORE.matcher(text);
            if (more.matches()) {
                hex(more.group(1), raw.number());
                return;
            }
            endHex(raw.number());
        }
        caller(Integer.parseInt(line.group(1)), Optional.ofNullable(line.group(2)));
        nanos = time.find() && time.start() < line.start(3) ? clock.nanos(time.group(1)) : TracedCall.UNKNOWN_NANOS;
        message(text, raw.number());
    }

    private void message(String text, long number) throws IOException {
        var command = COMMAND.matcher(text);
        var response = RESPONSE.matcher(text);
        var dump = DUMP.matcher(text);
        if (!statusWord.isEmpty() && !dump.matches()) {
            problems.problem(
                    number, "the " + announced + " bytes of an answer are missing; puce shows its status word");
            respond(Bytes.EMPTY);
        }
        if (command.matches()) {
            part = Part.COMMAND;
            hex(command.group(1), number);
        } else if (response.matches()) {
            statusWord = response.group(1);
            announced = Integer.parseInt(response.group(2));
            responseNanos = nanos;
            if (announced == 0) {
                respond(Bytes.EMPTY);
            }
        } else if (dump.matches() && !statusWord.isEmpty()) {
            part = Part.DATA;
            hex(dump.group(1), number);
        } else {
            other(text);
        }
    }

    private void other(String text) throws IOException {
        var atr = ATR.matcher(text);
        var detected = READER.matcher(text);
        var failed = FAILED.matcher(text);
        if (atr.matches()) {
            calls.mark(origin, nanos, new Call.Mark("card ATR", "", HexText.bytes(atr.group(1))));
        } else if (detected.matches() && reader.isEmpty()) {
            reader = detected.group(1);
            origin = origin.at(reader).inferred(Inference.READER);
        } else if (failed.matches()) {
            var code = new ReturnCode(Integer.parseUnsignedInt(failed.group(2), 16));
            var function = function(failed.group(1));
            if (function == Function.TRANSMIT && calls.isOpen(origin, function)) {
                calls.end(origin, function, nanos, code, Result.NONE);
            } else if (function != Function.UNKNOWN) {
                calls.call(
                        origin,
                        nanos,
                        new Call.NameOnly(function),
                        Optional.of(new TracedCall.Outcome(code, TracedCall.UNKNOWN_NANOS, Result.NONE)));
            }
        }
    }

    private static Function function(String name) {
        for (Function function : Function.values()) {
            if (function.symbol().equalsIgnoreCase("SCard" + name.replace("_", ""))) {
                return function;
            }
        }
        return Function.UNKNOWN;
    }

    private void hex(String text, long number) throws IOException {
        boolean goesOn = text.endsWith("\\");
        if (hex.length() < MOST_DIGITS) {
            hex.append(goesOn ? text.substring(0, text.length() - 1) : text);
        }
        if (!goesOn) {
            endHex(number);
        }
    }

    private void endHex(long number) throws IOException {
        String text = hex.toString().strip();
        var ended = part;
        hex.setLength(0);
        part = Part.NONE;
        if (ended == Part.COMMAND) {
            command(text, number);
        } else if (text.equals("[all zero]")) {
            respond(Bytes.of(new byte[announced]));
        } else {
            var data = HexText.bytes(text);
            if (data.isEmpty() || data.get().length() != announced) {
                problems.problem(number, "the answer does not have the " + announced + " bytes that the log announces");
            }
            respond(data.orElse(Bytes.EMPTY));
        }
    }

    private void command(String text, long number) throws IOException {
        var masked = MASKED.matcher(text);
        var bytes = HexText.bytes(masked.matches() ? masked.group(1) : text);
        if (bytes.isEmpty()) {
            problems.problem(number, "the command is not hex; skipped");
            return;
        }
        Optional<Hidden> hidden = masked.hasMatch() ? Optional.of(Hidden.ENTIRELY) : Optional.empty();
        calls.nextCommand(
                origin,
                nanos,
                new Call.Transmit(Call.UNKNOWN_HANDLE, Pci.UNKNOWN, bytes.get(), OptionalLong.empty(), hidden));
    }

    private void respond(Bytes data) throws IOException {
        var response = data.plus(Bytes.hex(statusWord));
        statusWord = "";
        calls.response(origin, responseNanos, response);
    }

    private void caller(int pid, Optional<String> thread) {
        if (origin.caller().pid().equals(OptionalInt.of(pid))
                && origin.caller().thread().equals(thread)) {
            return;
        }
        var caller = Caller.inLog("scdaemon", OptionalInt.of(pid), thread);
        origin = new Origin(pid, caller, origin.provenance());
    }

    @Override
    public void end() throws IOException {
        if (part != Part.NONE) {
            endHex(0);
        }
        if (!statusWord.isEmpty()) {
            respond(Bytes.EMPTY);
        }
    }
}
