package dev.puce.trace.arrows;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.LoggerPrefix;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Understands lines with direction marks, and the few other lines of the programs that print them.
final class ArrowsParser implements LineParser {
    /// The text that a logger puts in front.
    private static final String PREFIX = "(?:.{0,100}[]:|] ?)?";

    private static final Pattern CONNECT =
            Pattern.compile("^" + PREFIX + "(?:connecting to (.+)|Connect reader '(.+)' matching '.*'\\.)$");
    private static final Pattern DISCONNECT = Pattern.compile("^" + PREFIX + "disconnecting from .+$");
    private static final Pattern ATR = Pattern.compile("^\\s*OK: ([0-9A-Fa-f ]{4,})$");

    /// ykman has loggers of its own for HID and for the layers above the card.
    private static final Pattern OTHER_LOGGER = Pattern.compile("\\[(?:ykman\\.(?!pcsc)|yubikit\\.)[\\w.]*:\\d+]");

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final boolean isSwapped;
    private final boolean isWrapped;
    private final ArrowPrefix prefixes;
    private String reader = "";
    private boolean isConnected;
    private Answer answer;

    /// A command of which more lines may follow; `null` if there is none.
    private WrappedCommand wrapped;

    /// An answer of which more lines may follow.
    private static final class Answer {
        final Origin origin;
        final long nanos;
        final String prefix;
        final long number;
        final boolean isDump;
        Bytes data;
        Bytes statusWord = Bytes.EMPTY;

        Answer(Origin origin, long nanos, String prefix, long number, boolean isDump, Bytes bytes) {
            this.origin = origin;
            this.nanos = nanos;
            this.prefix = prefix;
            this.number = number;
            this.isDump = isDump;
            data = isDump ? Bytes.EMPTY : bytes;
            statusWord = isDump ? bytes : Bytes.EMPTY;
        }

        void add(Bytes more) {
            data = data.plus(more);
        }
    }

    private static final int MOST_BYTES = 1 << 17;

    /// @param isSwapped whether the marks of commands and answers have each other's meaning
    /// @param isWrapped whether GPShell prints each command twice
    ArrowsParser(ExchangeAssembler calls, ProblemListener problems, boolean isSwapped, boolean isWrapped) {
        this.calls = calls;
        prefixes = new ArrowPrefix(calls.clock());
        this.problems = problems;
        this.isSwapped = isSwapped;
        this.isWrapped = isWrapped;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        String text = raw.text();
        if ((wrapped != null && commandGoesOn(text)) || (answer != null && goesOn(text))) {
            return;
        }
        var found = ArrowLine.of(text);
        if (found.isEmpty() || isOtherLogger(found.get().prefix())) {
            other(text.strip());
            return;
        }
        arrow(found.get(), raw.number());
    }

    /// Whether the bytes are not those that the card sees. GPShell prints commands before and after its secure
    /// messaging.
    private boolean isOtherLogger(String prefix) {
        return (prefix.indexOf('[') >= 0 && OTHER_LOGGER.matcher(prefix).find())
                || prefix.endsWith("Unwrapped response ")
                || (isWrapped && prefix.equals("Command "));
    }

    private void arrow(ArrowLine line, long number) throws IOException {
        var origin = ArrowPrefix.origin(line.prefix(), reader);
        long nanos = prefixes.nanos(line.prefix());
        if (line.isCommand() != isSwapped) {
            command(line, origin, nanos, number);
            return;
        }
        var atr = ATR.matcher(line.payload());
        var response = line.response();
        if (atr.matches()) {
            calls.mark(origin, nanos, new Call.Mark("card ATR", "", HexText.bytes(atr.group(1))));
        } else if (response.isPresent() && line.dumpFollows()) {
            answer = new Answer(origin, nanos, line.prefix(), number, true, response.get());
        } else if (response.isPresent() && line.mayGoOn()) {
            answer = new Answer(origin, nanos, line.prefix(), number, false, response.get());
        } else if (response.isPresent()) {
            respond(origin, nanos, response.get(), number);
        }
    }

    private void command(ArrowLine line, Origin origin, long nanos, long number) throws IOException {
        String digits = line.wrappedDigits();
        var command = line.command();
        if (!digits.isEmpty()) {
            wrapped = new WrappedCommand(origin, nanos, line.prefix(), number, digits);
        } else if (command.isPresent()) {
            calls.nextCommand(origin, nanos, ExchangeAssembler.transmit(command.get()));
        }
    }

    /// Takes a line that continues the command; ends the command with any other line.
    private boolean commandGoesOn(String text) throws IOException {
        var longer = wrapped.with(text);
        if (longer.isPresent()) {
            wrapped = longer.get();
            return true;
        }
        endCommand();
        return false;
    }

    private void endCommand() throws IOException {
        var bytes = wrapped.bytes();
        if (bytes.isPresent()) {
            calls.nextCommand(wrapped.origin(), wrapped.nanos(), ExchangeAssembler.transmit(bytes.get()));
        } else {
            problems.problem(wrapped.number(), "the last byte of the command is cut; skipped");
        }
        wrapped = null;
    }

    private void respond(Origin origin, long nanos, Bytes response, long number) throws IOException {
        if (calls.isOpen(origin, Function.TRANSMIT)) {
            calls.response(origin, nanos, response);
        } else {
            problems.problem(number, "an answer has no command; skipped");
        }
    }

    /// Takes a line that continues the answer; ends the answer with any other line.
    private boolean goesOn(String line) throws IOException {
        String text = answer.prefix.isEmpty() ? line : behindPrefix(line);
        if (text.isBlank()) {
            return true;
        }
        var more = more(text);
        if (more.isPresent() && answer.data.length() < MOST_BYTES) {
            answer.add(more.get());
            if (!answer.isDump && (more.get().length() < 16 || text.contains(" : "))) {
                endAnswer();
            }
            return true;
        }
        endAnswer();
        return false;
    }

    private String behindPrefix(String line) {
        boolean isNumbered = answer.prefix.strip().chars().allMatch(Character::isDigit); // a number looks like a byte
        return !isNumbered && more(line).isPresent() ? line : LoggerPrefix.remove(answer.prefix, line);
    }

    private Optional<Bytes> more(String text) {
        return answer.isDump ? DumpLine.bytes(text) : wrapped(text);
    }

    /// More bytes, with the meaning of the status word behind the last.
    private static Optional<Bytes> wrapped(String text) {
        int end = text.indexOf(" : ");
        String hex = end < 0 ? text : text.substring(0, end);
        return hex.isBlank() ? Optional.empty() : HexText.bytes(hex.strip());
    }

    private void endAnswer() throws IOException {
        respond(answer.origin, answer.nanos, answer.data.plus(answer.statusWord), answer.number);
        answer = null;
    }

    private void other(String text) throws IOException {
        var connect = CONNECT.matcher(text);
        if (connect.matches()) {
            boolean isPyscard = connect.group(1) != null;
            reader = isPyscard ? connect.group(1) : connect.group(2);
            isConnected = true;
            var call = new Call.Connect(Call.UNKNOWN_HANDLE, reader, ShareMode.UNKNOWN, Protocols.UNKNOWN);
            call(call);
        } else if (isConnected && DISCONNECT.matcher(text).matches()) {
            isConnected = false;
            call(new Call.Disconnect(Call.UNKNOWN_HANDLE, Disposition.UNKNOWN));
        } else if (text.equals("-- RESET")) {
            calls.mark(
                    ArrowPrefix.origin("", reader),
                    TracedCall.UNKNOWN_NANOS,
                    new Call.Mark("card reset", "", Optional.empty()));
        }
    }

    private void call(Call call) throws IOException {
        calls.call(
                ArrowPrefix.origin("", reader),
                TracedCall.UNKNOWN_NANOS,
                call,
                Optional.of(TracedCall.Outcome.UNKNOWN));
    }

    @Override
    public void end() throws IOException {
        if (wrapped != null) {
            endCommand();
        }
        if (answer != null) {
            endAnswer();
        }
    }
}
