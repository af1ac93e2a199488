package dev.puce.trace.opensc;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexDump;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import dev.puce.trace.source.TimeOfDay;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Understands the lines of OpenSC's log: a stamp, then a message or the head of a hex dump on the next lines.
final class OpenScParser implements LineParser {
    private static final Pattern HEAD = Pattern.compile(
            "^(Outgoing|Incoming) APDU (?:\\((\\d{1,9}) bytes?\\):|data \\[ *(\\d{1,9}) bytes?](?: =+)?)$");

    /// The end of a head that a mail has wrapped.
    private static final Pattern RULE = Pattern.compile("^=+$");

    /// The second half of a line that a mail has wrapped after the name of the program.
    private static final Pattern SECOND_HALF = Pattern.compile("^\\S{1,200}\\.[cm]:\\d{1,6}:\\w+: ?(.*)$");
    private static final Pattern READER = Pattern.compile("^reader '(.*)'$");
    private static final Pattern ATR = Pattern.compile("^ATR +: ([0-9a-fA-F: ]+)$");
    private static final Pattern CONNECT =
            Pattern.compile("^(.*):SCardConnect\\((SHARED|EXCLUSIVE|DIRECT)\\): 0x([0-9a-fA-F]{1,16})$");
    private static final Pattern CODE =
            Pattern.compile("^(.*):(SCard\\w+)(?:/Control)? (?:failed|returned): 0x([0-9a-fA-F]{1,16})$");
    private static final int MOST_THREADS = 1000;

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final TimeOfDay clock;
    private final Map<String, OpenScThread> threads = new HashMap<>();
    private OpenScThread thread = new OpenScThread("", Origin.UNKNOWN);
    private long nanos = TracedCall.UNKNOWN_NANOS;
    private HexDump dump = new HexDump(0);
    private boolean isCommand;

    OpenScParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        clock = calls.clock();
        this.problems = problems;
    }

    @Override
    public void line(LogLines line) throws IOException {
        if (!dump.isComplete()
                && line.length() > 0
                && !RULE.matcher(line.text()).matches()) {
            if (dump.take(line.text())) {
                endDump();
                return;
            }
            problems.problem(line.number(), "the bytes of an APDU end early; skipped");
            dump = new HexDump(0);
        }
        String text = line.text();
        var head = HEAD.matcher(text);
        if (head.matches()) {
            isCommand = head.group(1).equals("Outgoing");
            dump = new HexDump(Integer.parseInt(head.group(2) == null ? head.group(3) : head.group(2)));
            return;
        }
        var stamp = OpenScStamp.of(text);
        if (stamp.isPresent()) {
            stamp(stamp.get());
            message(stamp.get().text());
            return;
        }
        var second = SECOND_HALF.matcher(text);
        if (second.matches()) {
            message(second.group(1));
        }
    }

    private void endDump() throws IOException {
        if (!dump.isComplete()) {
            return;
        }
        if (isCommand) {
            calls.nextCommand(thread.origin(), nanos, ExchangeAssembler.transmit(dump.bytes()));
        } else {
            calls.response(thread.origin(), nanos, dump.bytes());
        }
    }

    private void stamp(OpenScStamp stamp) {
        String key = stamp.process() + "/" + stamp.thread();
        if (threads.size() >= MOST_THREADS) {
            threads.clear();
        }
        thread = OpenScThread.of(stamp, threads.get(key));
        threads.put(key, thread);
        // Old builds for macOS print up to 15 digits, which are not a time.
        boolean timed = stamp.millis().length() <= 3;
        nanos = timed
                ? clock.nanos(stamp.time(), Long.parseLong(stamp.millis()) * 1_000_000)
                : TracedCall.UNKNOWN_NANOS;
    }

    private void message(String text) throws IOException {
        var reader = READER.matcher(text);
        var connect = CONNECT.matcher(text);
        var code = CODE.matcher(text);
        var atr = ATR.matcher(text);
        if (reader.matches()) {
            at(reader.group(1));
        } else if (connect.matches()) {
            at(connect.group(1));
            var call = new Call.Connect(
                    Call.UNKNOWN_HANDLE, connect.group(1), shareMode(connect.group(2)), Protocols.UNKNOWN);
            calls.call(thread.origin(), nanos, call, outcome(connect.group(3)));
        } else if (code.matches()) {
            at(code.group(1));
            failed(code.group(2), code.group(3));
        } else if (atr.matches()) {
            Optional<Bytes> bytes = HexText.bytes(atr.group(1));
            calls.mark(thread.origin(), nanos, new Call.Mark("card ATR", "", bytes));
        }
    }

    private void at(String reader) {
        thread = thread.at(reader);
        threads.put(thread.key(), thread);
    }

    /// A call ended with a code. OpenSC sends the control commands of PIN pads by the same function as APDUs.
    private void failed(String name, String digits) throws IOException {
        var function = Function.of(name).orElse(Function.UNKNOWN);
        if (function == Function.TRANSMIT && calls.isOpen(thread.origin(), function)) {
            calls.end(thread.origin(), function, nanos, code(digits), Result.NONE);
        } else if (function != Function.UNKNOWN) {
            calls.call(thread.origin(), nanos, new Call.NameOnly(function), outcome(digits));
        }
    }

    private static Optional<TracedCall.Outcome> outcome(String digits) {
        return Optional.of(new TracedCall.Outcome(code(digits), TracedCall.UNKNOWN_NANOS, Result.NONE));
    }

    /// Old builds for macOS print garbage above the low 32 bits.
    private static ReturnCode code(String digits) {
        return new ReturnCode((int) Long.parseUnsignedLong(digits, 16));
    }

    private static ShareMode shareMode(String name) {
        return switch (name) {
            case "SHARED" -> ShareMode.SHARED;
            case "EXCLUSIVE" -> ShareMode.EXCLUSIVE;
            default -> ShareMode.DIRECT;
        };
    }
}
