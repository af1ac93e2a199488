package dev.puce.trace.pcscd;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Understands the lines of pcscd.
///
/// Where the log has no threads and several clients are in the same function, a line between the start and the end
/// of a call fits more than one. An answer then belongs to the client whose TRANSMIT ends next; commands are given
/// out in their order, and the calls are marked as undecided.
final class PcscdParser implements LineParser {
    private static final Pattern BEGIN = Pattern.compile("^Received command: (\\w+) from client (\\d{1,9})$");
    private static final Pattern END =
            Pattern.compile("^(\\w+) (?:for client (\\d{1,9}), rv=(.{1,80})|rv=(.{1,80}) for client (\\d{1,9}))$");
    private static final Pattern NUMBER = Pattern.compile("\\b0x([0-9A-Fa-f]{1,16})$");
    private static final Pattern DIE = Pattern.compile("^Client die: (\\d{1,9})$");
    private static final Pattern INSERTED = Pattern.compile("^Card inserted into (.*)$");
    private static final Pattern REMOVED = Pattern.compile("^Card Removed From (.*)$");
    private static final Pattern WRAPPED = Pattern.compile("^ *[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*$");
    private static final int MOST_CLIENTS = 4096;
    private static final int MOST_WAITING = 1000;

    private static final Map<String, Function> COMMANDS = Map.ofEntries(
            Map.entry("ESTABLISH_CONTEXT", Function.ESTABLISH_CONTEXT),
            Map.entry("RELEASE_CONTEXT", Function.RELEASE_CONTEXT),
            Map.entry("CONNECT", Function.CONNECT),
            Map.entry("RECONNECT", Function.RECONNECT),
            Map.entry("DISCONNECT", Function.DISCONNECT),
            Map.entry("BEGIN_TRANSACTION", Function.BEGIN_TRANSACTION),
            Map.entry("END_TRANSACTION", Function.END_TRANSACTION),
            Map.entry("TRANSMIT", Function.TRANSMIT),
            Map.entry("CONTROL", Function.CONTROL),
            Map.entry("STATUS", Function.STATUS),
            Map.entry("CANCEL", Function.CANCEL),
            Map.entry("GET_ATTRIB", Function.GET_ATTRIB),
            Map.entry("SET_ATTRIB", Function.SET_ATTRIB));

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final Map<Integer, PcscdClient> clients = new HashMap<>();
    private final Map<String, PcscdClient> threads = new HashMap<>();
    private final ArrayDeque<Bytes> undecided = new ArrayDeque<>();
    private Optional<Bytes> response = Optional.empty();
    private int connections;
    private String latestReader = "";
    private long nanos;
    /// A line with bytes, which the next lines may continue if a mail or a terminal has wrapped it.
    private Optional<PcscdLine> dataLine = Optional.empty();

    private long dataNumber;
    private long time = TracedCall.UNKNOWN_NANOS;

    PcscdParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        var parsed = PcscdLine.of(raw.text());
        if (parsed.isEmpty()
                && dataLine.isPresent()
                && WRAPPED.matcher(raw.text()).matches()) {
            dataLine = dataLine.map(before -> before.plus(raw.text()));
            return;
        }
        endData();
        if (parsed.isEmpty()) {
            return;
        }
        var line = parsed.get();
        if (line.deltaMicros().isPresent()) {
            nanos += line.deltaMicros().getAsLong() * 1000;
            time = nanos;
        } else {
            time = TracedCall.UNKNOWN_NANOS;
        }
        String text = line.text();
        var begin = BEGIN.matcher(text);
        var end = END.matcher(text);
        if (begin.matches()) {
            begin(begin.group(1), Integer.parseInt(begin.group(2)), line.thread());
        } else if (end.matches()) {
            boolean newer = end.group(2) != null;
            end(end.group(1), Integer.parseInt(end.group(newer ? 2 : 5)), end.group(newer ? 3 : 4), line.thread());
        } else if (line.function().isEmpty()) {
            dataLine = parsed;
            dataNumber = raw.number();
        } else {
            event(line);
        }
    }

    private void endData() throws IOException {
        if (dataLine.isPresent()) {
            var line = dataLine.get();
            dataLine = Optional.empty();
            data(line, dataNumber);
        }
    }

    /// A client's number is a file descriptor; the next client gets it again.
    private PcscdClient client(int number, String thread) {
        if (clients.size() >= MOST_CLIENTS && !clients.containsKey(number)) {
            clients.clear();
        }
        var client = clients.computeIfAbsent(number, _ -> new PcscdClient(++connections, false));
        if (!thread.isEmpty()) {
            if (threads.size() >= MOST_CLIENTS) {
                threads.clear();
            }
            threads.put(thread, client);
        }
        return client;
    }

    private void begin(String command, int number, String thread) throws IOException {
        if (command.equals("CMD_VERSION")) { // the first message on a connection
            die(number);
            clients.put(number, new PcscdClient(++connections, true));
        }
        var client = client(number, thread);
        abandon(client);
        var function = COMMANDS.get(command);
        if (function != null) {
            client.begin(function, calls.reserve(), time);
        }
    }

    private void end(String command, int number, String rv, String thread) throws IOException {
        var function = COMMANDS.get(command);
        if (function == null) {
            return;
        }
        var client = client(number, thread);
        var code = code(rv);
        if (client.open().filter(open -> open == function).isEmpty()) {
            response = Optional.empty();
            if (function != Function.TRANSMIT) {
                client.begin(function, calls.reserve(), TracedCall.UNKNOWN_NANOS);
                pass(client, new Call.NameOnly(function), Optional.of(outcome(client, code)));
            }
            return;
        }
        if (function == Function.TRANSMIT) {
            if (client.waitsForCommand() && !undecided.isEmpty()) {
                client.values().command = Optional.of(undecided.removeFirst());
                client.values().isUndecided = true;
            }
            response.ifPresent(bytes -> client.values().response = bytes);
            response = Optional.empty();
        }
        pass(client, client.call(), Optional.of(outcome(client, code)));
    }

    private TracedCall.Outcome outcome(PcscdClient client, ReturnCode code) {
        boolean timed = time != TracedCall.UNKNOWN_NANOS && client.startNanos() != TracedCall.UNKNOWN_NANOS;
        return new TracedCall.Outcome(
                code, timed ? time - client.startNanos() : TracedCall.UNKNOWN_NANOS, client.result(code));
    }

    private void pass(PcscdClient client, Call call, Optional<TracedCall.Outcome> outcome) throws IOException {
        calls.call(client.sequence(), client.origin(), client.startNanos(), call, outcome);
        client.close();
    }

    private void abandon(PcscdClient client) throws IOException {
        if (client.open().isPresent()) {
            pass(client, client.call(), Optional.empty());
        }
    }

    private void die(int number) throws IOException {
        var client = clients.remove(number);
        if (client != null) {
            abandon(client);
            threads.values().remove(client);
        }
    }

    /// A number, or a name of pcsc-lite, where `SCARD_E_UNSUPPORTED_FEATURE` is [ReturnCode#UNEXPECTED].
    private static ReturnCode code(String rv) {
        if (rv.equals("SCARD_E_UNSUPPORTED_FEATURE")) {
            return ReturnCode.UNEXPECTED;
        }
        var number = NUMBER.matcher(rv);
        if (number.find()) {
            return new ReturnCode((int) Long.parseUnsignedLong(number.group(1), 16));
        }
        return ReturnCode.of(rv).orElse(ReturnCode.UNKNOWN);
    }

    /// A line without a function: an APDU, an ATR, or a buffer.
    private void data(PcscdLine line, long number) throws IOException {
        String text = line.text();
        if (text.startsWith("TxBuffer") || text.startsWith("RxBuffer") || text.startsWith("Control ")) {
            in(line, Function.CONTROL).forEach(client -> client.values().take(text));
            return;
        }
        var bytes = HexText.bytes(text.substring(text.indexOf(':') + 1));
        if (bytes.isEmpty()) {
            problems.problem(number, "the bytes are not hex; skipped");
        } else if (text.startsWith("APDU:")) {
            command(line, bytes.get());
        } else if (text.startsWith("SW:")) {
            response(line, bytes.get());
        } else {
            mark("card ATR", latestReader, bytes);
        }
    }

    private void command(PcscdLine line, Bytes command) throws IOException {
        var waiting = in(line, Function.TRANSMIT).stream()
                .filter(PcscdClient::waitsForCommand)
                .toList();
        if (waiting.size() == 1 && undecided.isEmpty()) {
            waiting.getFirst().values().command = Optional.of(command);
        } else if (waiting.isEmpty()) {
            calls.command(origin(line), time, command);
        } else if (undecided.size() < MOST_WAITING) {
            undecided.add(command);
        }
    }

    private void response(PcscdLine line, Bytes answer) throws IOException {
        if (threads.containsKey(line.thread())) {
            var client = threads.get(line.thread());
            if (client.open().filter(open -> open == Function.TRANSMIT).isPresent()) {
                client.values().response = answer;
                return;
            }
        }
        if (in(line, Function.TRANSMIT).isEmpty()) {
            calls.response(origin(line), time, answer);
        } else {
            response = Optional.of(answer);
        }
    }

    private static Origin origin(PcscdLine line) {
        return line.thread().isEmpty()
                ? Origin.UNKNOWN
                : new Origin(line.thread(), Origin.UNKNOWN.caller(), Origin.UNKNOWN.provenance());
    }

    /// The clients that the line may belong to: the one of its thread, or all that are in the function.
    private List<PcscdClient> in(PcscdLine line, Function function) {
        if (threads.containsKey(line.thread())) {
            var client = threads.get(line.thread());
            return client.open().filter(open -> open == function).isPresent() ? List.of(client) : List.of();
        }
        return clients.values().stream()
                .filter(client -> client.open().filter(open -> open == function).isPresent())
                .toList();
    }

    private void event(PcscdLine line) throws IOException {
        String text = line.text();
        var function = Function.of(line.function());
        if (function.isPresent()) {
            var candidates = in(line, function.get());
            if (candidates.size() == 1) {
                candidates.getFirst().values().take(text);
            }
            if (function.get() == Function.RECONNECT && text.startsWith("Reset complete")) {
                latestReader = candidates.size() == 1
                        ? candidates.getFirst().origin().provenance().reader().orElse("")
                        : "";
            }
            return;
        }
        if (line.function().equals("IFDControl")) {
            in(line, Function.CONTROL).forEach(client -> client.values().take(text));
            return;
        }
        var inserted = INSERTED.matcher(text);
        var removed = REMOVED.matcher(text);
        var die = DIE.matcher(text);
        if (inserted.matches()) {
            latestReader = inserted.group(1);
            mark("card inserted", latestReader, Optional.empty());
        } else if (removed.matches()) {
            mark("card removed", removed.group(1), Optional.empty());
        } else if (die.matches()) {
            die(Integer.parseInt(die.group(1)));
        }
    }

    private void mark(String name, String reader, Optional<Bytes> atr) throws IOException {
        var origin = reader.isEmpty() ? Origin.UNKNOWN : Origin.UNKNOWN.at(reader);
        calls.mark(origin, time, new Call.Mark(name, reader, atr));
    }

    @Override
    public void end() throws IOException {
        endData();
        for (PcscdClient client : clients.values()) {
            if (client.waitsForCommand() && !undecided.isEmpty()) {
                client.values().command = Optional.of(undecided.removeFirst());
                client.values().isUndecided = true;
            }
            abandon(client);
        }
    }
}
