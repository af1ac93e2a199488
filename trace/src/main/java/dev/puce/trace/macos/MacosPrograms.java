package dev.puce.trace.macos;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Programs that have announced a command: by SCardTransmit, or with the command's INS, P1 and P2.
final class MacosPrograms {
    /// `req: a4 0400 <private> le:(null)`, of programs that use CryptoTokenKit.
    private static final Pattern REQUEST = Pattern.compile("^req: ([0-9a-f]{2}) ([0-9a-f]{4}) ");

    private static final long REQUEST_NANOS = 50_000_000L;
    private static final long WAITING_NANOS = 10_000_000_000L;
    private static final int MOST = 1000;

    private final ExchangeAssembler calls;
    private final LinkedHashMap<String, Announced> transmits = new LinkedHashMap<>();
    private final ArrayDeque<Announced> requests = new ArrayDeque<>();
    private final Map<Long, Set<String>> activities = new HashMap<>();
    private final Map<String, Caller> callers = new HashMap<>();

    /// A command that will come, or has come and belongs to another call.
    private record Announced(long number, MacosEntry entry, String header) {}

    /// The program that a command belongs to.
    ///
    /// @param number     number of its call, if it has announced it
    /// @param nanos      start of its call
    /// @param isInferred whether the log shows it by time alone
    record Owner(Optional<Long> number, long nanos, Caller caller, boolean isInferred) {}

    MacosPrograms(ExchangeAssembler calls) {
        this.calls = calls;
    }

    /// A program calls SCardTransmit.
    void transmit(MacosEntry entry) throws IOException {
        called(entry);
        if (transmits.size() >= MOST) {
            pass(transmits.remove(transmits.keySet().iterator().next()));
        }
        transmits.put(entry.processKey(), new Announced(calls.reserve(), entry, ""));
    }

    /// A program calls a function: the call before has ended.
    void called(MacosEntry entry) throws IOException {
        remember(entry);
        var before = transmits.remove(entry.processKey());
        if (before != null) {
            pass(before);
        }
    }

    /// Takes the announcement of a command.
    ///
    /// @return whether the entry is one
    boolean request(MacosEntry entry) throws IOException {
        if (!entry.message().startsWith("req: ")) {
            return false;
        }
        var request = REQUEST.matcher(entry.message());
        if (!request.find()) {
            return false;
        }
        remember(entry);
        if (requests.size() >= MOST) {
            passRequest(requests.removeFirst());
        }
        requests.add(new Announced(calls.reserve(), entry, request.group(1) + request.group(2)));
        return true;
    }

    private void remember(MacosEntry entry) {
        if (callers.size() >= MOST || activities.size() >= MOST) {
            callers.clear();
            activities.clear();
        }
        callers.put(entry.processKey(), entry.caller());
        if (entry.activity() != 0) {
            activities.computeIfAbsent(entry.activity(), _ -> new HashSet<>(2)).add(entry.processKey());
        }
    }

    /// The program that a command belongs to, if the log shows it.
    Optional<Owner> owner(MacosEntry entry, Bytes command) {
        var sharing = entry.activity() == 0 ? Set.<String>of() : activities.getOrDefault(entry.activity(), Set.of());
        if (sharing.size() == 1) {
            String process = sharing.iterator().next();
            var announced = Optional.ofNullable(transmits.remove(process)).or(() -> matching(process, entry, command));
            return Optional.of(announced
                    .map(known -> owner(known, false))
                    .orElseGet(() -> new Owner(Optional.empty(), entry.nanos(), callers.get(process), false)));
        }
        var request = matching("", entry, command);
        if (request.isPresent()) {
            return Optional.of(owner(request.get(), true));
        }
        if (transmits.size() == 1) {
            return Optional.of(
                    owner(transmits.remove(transmits.keySet().iterator().next()), true));
        }
        return Optional.empty();
    }

    private static Owner owner(Announced announced, boolean isInferred) {
        return new Owner(Optional.of(announced.number), announced.entry.nanos(), announced.entry.caller(), isInferred);
    }

    private Optional<Announced> matching(String process, MacosEntry entry, Bytes command) {
        if (command.length() < 4) {
            return Optional.empty();
        }
        String header = command.slice(1, 4).toHex();
        for (Announced request : requests) {
            boolean same = process.isEmpty() || request.entry.processKey().equals(process);
            if (same && request.header.equalsIgnoreCase(header) && request.entry.nanos() <= entry.nanos()) {
                requests.remove(request);
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    /// Passes on what has been announced and did not come.
    void expire(long nanos) throws IOException {
        while (!requests.isEmpty() && requests.getFirst().entry.nanos() < nanos - REQUEST_NANOS) {
            passRequest(requests.removeFirst());
        }
        while (!transmits.isEmpty() && transmits.firstEntry().getValue().entry.nanos() < nanos - WAITING_NANOS) {
            pass(transmits.pollFirstEntry().getValue());
        }
    }

    private void pass(Announced transmit) throws IOException {
        calls.call(
                transmit.number,
                Origin.of(transmit.entry.caller()),
                transmit.entry.nanos(),
                new Call.NameOnly(Function.TRANSMIT),
                Optional.of(TracedCall.Outcome.UNKNOWN));
    }

    private void passRequest(Announced request) throws IOException {
        String header = request.header;
        String description = "INS " + header.substring(0, 2).toUpperCase(Locale.ROOT) + ", P1 P2 "
                + header.substring(2).toUpperCase(Locale.ROOT) + "; macOS hides the rest";
        calls.call(
                request.number,
                Origin.of(request.entry.caller()),
                request.entry.nanos(),
                new Call.Mark("command", description, Optional.empty()),
                Optional.of(TracedCall.Outcome.UNKNOWN));
    }

    void end() throws IOException {
        for (Announced transmit : transmits.values()) {
            pass(transmit);
        }
        for (Announced request : requests) {
            passRequest(request);
        }
    }
}
