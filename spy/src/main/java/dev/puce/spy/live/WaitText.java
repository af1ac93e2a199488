package dev.puce.spy.live;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.spy.WaitingCall;
import dev.puce.spy.WaitingCall.Holder;
import java.util.List;
import java.util.Locale;

/// Describes waiting calls in a line. It shows no data of a command, because these calls are not redacted.
public final class WaitText {
    private WaitText() {}

    /// Returns a line without the program: `waits for gpg[12] (transaction since 0.100): SCardConnect to Reader 0,
    /// shared`.
    public static String line(WaitingCall waiting) {
        return "waits" + holder(waiting) + ": " + describe(waiting);
    }

    /// Returns the status line of a terminal.
    ///
    /// @param waiting one call or more
    /// @param nanos   now, in nanoseconds since the start of the trace
    static String status(List<WaitingCall> waiting, long nanos) {
        WaitingCall first = waiting.getFirst();
        String more = waiting.size() == 1 ? "" : " (and " + (waiting.size() - 1) + " more)";
        long seconds = (nanos - first.startNanos()) / 1_000_000_000;
        return "%d s  %s %s%s".formatted(seconds, name(first.caller()), line(first), more);
    }

    /// Returns a line about a call that has returned: `SCardConnect waited 19.0 s for gpg[12], which held a
    /// transaction`.
    ///
    /// @param nanos how long it waited, in nanoseconds
    static String ended(WaitingCall waited, Holder holder, long nanos) {
        return String.format(
                Locale.ROOT,
                "%s waited %.1f s for %s, which %s",
                waited.call().name(),
                nanos / 1e9,
                name(holder.caller()),
                holder.isExclusive() ? "was connected exclusively" : "held a transaction");
    }

    private static String holder(WaitingCall waiting) {
        return waiting.holder()
                .map(holder -> String.format(
                        Locale.ROOT,
                        " for %s (%s since %.3f)",
                        name(holder.caller()),
                        holder.isExclusive() ? "exclusive" : "transaction",
                        holder.sinceNanos() / 1e9))
                .orElse("");
    }

    private static String describe(WaitingCall waiting) {
        String reader = waiting.reader().isEmpty() ? "" : Printable.of(waiting.reader());
        return switch (waiting.call()) {
            case Call.Connect connect ->
                "SCardConnect to " + reader + ", "
                        + connect.shareMode()
                                .symbol()
                                .replace("SCARD_SHARE_", "")
                                .toLowerCase(Locale.ROOT);
            case Call call -> call.name() + (reader.isEmpty() ? "" : " on " + reader);
        };
    }

    private static String name(Caller caller) {
        String program = caller.program().isEmpty() ? "a program" : Printable.of(caller.program());
        return program + (caller.pid().isPresent() ? "[" + caller.pid().getAsInt() + "]" : "");
    }
}
