package dev.puce.trace.apdu4j;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
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

/// Understands the lines of apdu4j: calls by name, commands (`A>>`) and answers (`A<<`), and the dump file with bare
/// hex lines.
///
/// The header is the first four bytes of a command; a length and the data stand apart.
final class Apdu4jParser implements LineParser {
    private static final String DURATION = "(?:\\((?<took>[0-9.ms]+)\\) ?)?";
    private static final Pattern COMMAND = Pattern.compile(
            "^(?<key>[AB](?:#\\d+)?)>> (?:(?:T=\\d+|RAW|DIRECT) )?\\(\\d+\\+\\d+\\) (?<hex>[0-9A-Fa-f ]+)"
                    + "(?:\\[malformed])?$");
    private static final Pattern RESPONSE =
            Pattern.compile("^(?<key>[AB](?:#\\d+)?)<< \\(\\d+\\+2\\) " + DURATION + "(?<hex>[0-9A-Fa-f ]+)$");
    private static final Pattern FAILED =
            Pattern.compile("^(?:(?<key>[AB](?:#\\d+)?))?<< (?:\\((?<took>[0-9.ms]+)\\) )?(?<code>SCARD_\\w+|Exception)"
                    + "(?: \\((?<after>[0-9.ms]+)\\))?$");
    private static final Pattern CALL = Pattern.compile(
            "^(?:# )?(?<name>SCard\\w+)\\(\"(?<reader>.{0,200})\"(?:, (?<arguments>[^\")]*))?\\)(?: tx:\\d+/rx:\\d+)?"
                    + "(?: -> (?<result>.*?))?(?: (?:in |\\()(?<took>[0-9.ms]+)\\)?)?$");
    private static final Pattern CONNECTED = Pattern.compile("^(T=\\d+|RAW|DIRECT), ([0-9A-Fa-f]+)$");
    private static final Pattern RECEIVED = Pattern.compile("^# Received in ([0-9.ms]+)$");
    private static final Pattern HEX_LINE = Pattern.compile("^[0-9A-Fa-f]{4,}\\S*$");
    private static final String TERMINAL = "A";

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private Provenance provenance = Provenance.DIRECT;
    private boolean isDump;
    private boolean commandFollows = true;
    private long took = TracedCall.UNKNOWN_NANOS;

    Apdu4jParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        String text = raw.text().stripTrailing();
        var command = COMMAND.matcher(text);
        var response = RESPONSE.matcher(text);
        var failed = FAILED.matcher(text);
        var call = CALL.matcher(text);
        if (command.matches()) {
            command(origin(command.group("key")), command.group("hex"), raw.number());
        } else if (response.matches()) {
            took = ApduDuration.nanos(response.group("took"));
            response(origin(response.group("key")), response.group("hex"), raw.number());
        } else if (failed.matches()) {
            took = ApduDuration.nanos(failed.group("took") == null ? failed.group("after") : failed.group("took"));
            var code = ReturnCode.of(failed.group("code")).orElse(ReturnCode.UNKNOWN);
            String key = failed.group("key") == null ? TERMINAL : failed.group("key");
            calls.end(origin(key), Function.TRANSMIT, new TracedCall.Outcome(code, took, Result.NONE));
        } else if (call.matches()) {
            call(
                    call.group("name"),
                    call.group("reader"),
                    Optional.ofNullable(call.group("arguments")).orElse(""),
                    Optional.ofNullable(call.group("result")).orElse(""),
                    ApduDuration.nanos(call.group("took")));
        } else if (text.startsWith("# ") || text.equals("#")) {
            comment(text);
        } else if (isDump && HEX_LINE.matcher(text).matches()) {
            dumped(text, raw.number());
        } else if (text.startsWith("A>>") || text.startsWith("A<<")) {
            problems.problem(raw.number(), "the APDU cannot be read; skipped");
        }
    }

    private Origin origin(String key) {
        return new Origin(key, Origin.UNKNOWN.caller(), provenance);
    }

    private void command(Origin origin, String hex, long number) throws IOException {
        var bytes = HexText.bytes(hex);
        if (bytes.isEmpty()) {
            problems.problem(number, "the command is not hex; skipped");
        } else {
            calls.nextCommand(origin, TracedCall.UNKNOWN_NANOS, ExchangeAssembler.transmit(bytes.get()));
        }
    }

    private void response(Origin origin, String hex, long number) throws IOException {
        var bytes = HexText.bytes(hex);
        if (bytes.isEmpty()) {
            problems.problem(number, "the answer is not hex; skipped");
            return;
        }
        var outcome = new TracedCall.Outcome(ReturnCode.UNKNOWN, took, new Result.Transmit(Pci.UNKNOWN, bytes.get()));
        if (!calls.end(origin, Function.TRANSMIT, outcome)) {
            problems.problem(number, "an answer has no command; skipped");
        }
    }

    private void call(String name, String reader, String arguments, String result, long nanos) throws IOException {
        provenance = Provenance.ofReader(reader);
        var connected = CONNECTED.matcher(result);
        var code = ReturnCode.of(result).orElse(ReturnCode.UNKNOWN);
        Call call = switch (name) {
            case "SCardConnect" ->
                new Call.Connect(Call.UNKNOWN_HANDLE, reader, ShareMode.UNKNOWN, protocols(arguments));
            case "SCardBeginTransaction" -> new Call.BeginTransaction(Call.UNKNOWN_HANDLE);
            case "SCardEndTransaction" -> new Call.EndTransaction(Call.UNKNOWN_HANDLE, Disposition.UNKNOWN);
            case "SCardDisconnect" ->
                new Call.Disconnect(
                        Call.UNKNOWN_HANDLE, arguments.equals("true") ? Disposition.RESET : Disposition.LEAVE);
            case "SCardControl" -> control(arguments);
            default -> new Call.NameOnly(Function.of(name).orElse(Function.UNKNOWN));
        };
        Result value = Result.NONE;
        if (call instanceof Call.Connect && connected.matches()) {
            value = new Result.Connect(Call.UNKNOWN_HANDLE, protocol(connected.group(1)));
        } else if (call instanceof Call.Control && !code.isKnown()) {
            value = HexText.bytes(result).<Result>map(Result.Control::new).orElse(Result.NONE);
        }
        calls.call(
                origin(TERMINAL),
                TracedCall.UNKNOWN_NANOS,
                call,
                Optional.of(new TracedCall.Outcome(code, nanos, value)));
        if (connected.hasMatch()) {
            atr(connected.group(2));
        }
    }

    private void atr(String hex) throws IOException {
        calls.mark(origin(TERMINAL), TracedCall.UNKNOWN_NANOS, new Call.Mark("card ATR", "", HexText.bytes(hex)));
    }

    private static Call control(String arguments) {
        var match =
                Pattern.compile("^0x([0-9A-Fa-f]{1,8}), ([0-9A-Fa-f]+|null)$").matcher(arguments);
        if (!match.matches()) {
            return new Call.NameOnly(Function.CONTROL);
        }
        var sent = match.group(2).equals("null") ? Optional.of(Bytes.EMPTY) : HexText.bytes(match.group(2));
        return new Call.Control(
                Call.UNKNOWN_HANDLE,
                new ControlCode(Integer.parseUnsignedInt(match.group(1), 16)),
                sent.orElse(Bytes.EMPTY),
                OptionalLong.empty());
    }

    private static Protocols protocols(String arguments) {
        if (arguments.equals("T=*")) {
            return Protocols.ANY;
        }
        var protocol = protocol(arguments);
        return protocol.equals(Protocol.UNKNOWN) ? Protocols.UNKNOWN : Protocols.of(protocol);
    }

    private static Protocol protocol(String name) {
        return switch (name) {
            case "T=0" -> Protocol.T0;
            case "T=1" -> Protocol.T1;
            case "RAW" -> Protocol.RAW;
            case "DIRECT" -> Protocol.UNDEFINED;
            default -> Protocol.UNKNOWN;
        };
    }

    private void comment(String text) throws IOException {
        var received = RECEIVED.matcher(text);
        if (text.startsWith("# Generated on ")) {
            isDump = true;
        } else if (text.startsWith("# Using ")) {
            provenance = Provenance.ofReader(text.substring("# Using ".length()));
        } else if (text.startsWith("# ATR: ")) {
            isDump = true;
            atr(text.substring("# ATR: ".length()));
        } else if (text.equals("# Sent")) {
            isDump = true;
            commandFollows = true;
        } else if (received.matches()) {
            isDump = true;
            commandFollows = false;
            took = ApduDuration.nanos(received.group(1));
        }
    }

    /// Reads a line of a dump. Commands and answers alternate; each may follow a comment.
    private void dumped(String hex, long number) throws IOException {
        if (commandFollows) {
            command(origin(TERMINAL), hex, number);
        } else {
            response(origin(TERMINAL), hex, number);
        }
        commandFollows = !commandFollows;
        took = TracedCall.UNKNOWN_NANOS;
    }
}
