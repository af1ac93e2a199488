package dev.puce.trace.macos;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Joins the program that calls with the bytes that its reader's process logs.
///
/// An exchange belongs to the process that shares its activity. Otherwise, puce infers the process that announced
/// the same INS, P1 and P2 shortly before, or the only one that waits in SCardTransmit. If several wait, the program
/// stays unknown.
final class MacosJoin {
    private static final Pattern HEX =
            Pattern.compile("(?:\\b[0-9A-Fa-f]{2}(?: |\\b)){4,}|\\b(?:0x)?[0-9A-Fa-f]{8,}\\b");
    private static final String PRIVATE = "<private>";
    private static final Pattern CALL = Pattern.compile("^-> (SCard\\w{1,60})\\(\\)");
    private static final int MOST_OPEN = 1000;

    private final ExchangeAssembler calls;
    private final MacosPrograms programs;
    private final MacosReaders readers;
    private final MacosErrors errors;
    private final Map<String, Exchange> open = new LinkedHashMap<>();

    /// A command that waits for its answer.
    private record Exchange(long number, Origin origin, long nanos, Bytes command, Optional<Hidden> hidden) {}

    MacosJoin(ExchangeAssembler calls) {
        this.calls = calls;
        programs = new MacosPrograms(calls);
        readers = new MacosReaders(calls);
        errors = new MacosErrors(calls);
    }

    void accept(MacosEntry entry) throws IOException {
        programs.expire(entry.nanos());
        if (!isApdu(entry)
                && !isCall(entry)
                && !programs.request(entry)
                && !errors.accept(entry)
                && !readers.accept(entry)) {
            other(entry);
        }
    }

    /// A message about slot, protocol or card whose wording puce does not know. Bytes in it may be secret.
    private void other(MacosEntry entry) throws IOException {
        if (entry.category().equals("APDULog") && !entry.message().startsWith("APDU")) {
            String text =
                    HEX.matcher(entry.message().lines().findFirst().orElse("")).replaceAll("[hex]");
            calls.mark(Origin.UNKNOWN, entry.nanos(), new Call.Mark("log", text, Optional.empty()));
        }
    }

    private boolean isApdu(MacosEntry entry) throws IOException {
        if (!entry.message().startsWith("APDU ")) {
            return false;
        }
        String message = entry.message();
        boolean isCommand = message.startsWith("APDU ->");
        if (!isCommand && !message.startsWith("APDU <-")) {
            return false;
        }
        int end = message.indexOf('\n');
        String hex = message.substring("APDU ->".length(), end < 0 ? message.length() : end)
                .strip();
        boolean isHidden = hex.equals(PRIVATE);
        var bytes = isHidden ? Optional.of(Bytes.EMPTY) : HexText.bytes(hex);
        if (bytes.isPresent()) {
            apdu(entry, isCommand, bytes.get(), isHidden ? Optional.of(Hidden.ENTIRELY) : Optional.empty());
        }
        return bytes.isPresent();
    }

    private boolean isCall(MacosEntry entry) throws IOException {
        if (!entry.message().startsWith("-> SCard")) {
            return false;
        }
        var call = CALL.matcher(entry.message());
        if (!call.find()) {
            return false;
        }
        call(entry, call.group(1));
        return true;
    }

    private void call(MacosEntry entry, String name) throws IOException {
        var function = Function.of(name);
        if (function.filter(known -> known == Function.TRANSMIT).isPresent()) {
            programs.transmit(entry);
            return;
        }
        programs.called(entry);
        Call call = function.<Call>map(Call.NameOnly::new).orElse(new Call.Unknown(name, ""));
        calls.call(Origin.of(entry.caller()), entry.nanos(), call, Optional.of(TracedCall.Outcome.UNKNOWN));
    }

    private void apdu(MacosEntry entry, boolean isCommand, Bytes bytes, Optional<Hidden> hidden) throws IOException {
        String key = entry.processKey() + entry.thread();
        var before = open.remove(key);
        if (!isCommand) {
            answer(entry, before, new Result.Transmit(Pci.UNKNOWN, bytes, hidden));
            return;
        }
        if (before != null) {
            pass(before, Optional.empty());
        }
        if (open.size() >= MOST_OPEN) {
            var oldest = open.remove(open.keySet().iterator().next());
            pass(oldest, Optional.empty());
        }
        var owner = programs.owner(entry, bytes);
        long number = owner.flatMap(MacosPrograms.Owner::number).orElseGet(calls::reserve);
        long start = owner.map(MacosPrograms.Owner::nanos).orElse(entry.nanos());
        var origin = readers.origin(owner.map(MacosPrograms.Owner::caller).orElse(Caller.UNKNOWN));
        if (owner.isPresent() && owner.get().isInferred()) {
            origin = origin.inferred(Inference.CALLER);
        }
        open.put(key, new Exchange(number, origin, start, bytes, hidden));
    }

    private void answer(MacosEntry entry, Exchange exchange, Result response) throws IOException {
        boolean timed = exchange != null && entry.nanos() > exchange.nanos; // the same second: no duration
        var outcome = new TracedCall.Outcome(
                ReturnCode.UNKNOWN, timed ? entry.nanos() - exchange.nanos : TracedCall.UNKNOWN_NANOS, response);
        if (exchange == null) {
            calls.call(
                    new Origin("", Caller.UNKNOWN, Provenance.DIRECT),
                    TracedCall.UNKNOWN_NANOS,
                    new Call.NameOnly(Function.TRANSMIT),
                    Optional.of(outcome));
        } else {
            pass(exchange, Optional.of(outcome));
        }
    }

    private void pass(Exchange exchange, Optional<TracedCall.Outcome> outcome) throws IOException {
        calls.call(
                exchange.number,
                exchange.origin,
                exchange.nanos,
                new Call.Transmit(
                        Call.UNKNOWN_HANDLE, Pci.UNKNOWN, exchange.command, OptionalLong.empty(), exchange.hidden),
                outcome);
    }

    void end() throws IOException {
        for (Exchange exchange : open.values()) {
            pass(exchange, Optional.empty());
        }
        programs.end();
    }
}
