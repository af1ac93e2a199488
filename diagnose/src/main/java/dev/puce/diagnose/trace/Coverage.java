package dev.puce.diagnose.trace;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayList;
import java.util.List;

/// Finds out what a trace shows, so that a diagnosis can say what it could not judge.
final class Coverage {
    private boolean anyCall;
    private boolean times;
    private boolean codes;
    private boolean handles;
    private boolean programs;
    private boolean commands;
    private boolean functions;

    void accept(TracedCall call) {
        if (call.call() instanceof Call.Mark || call.call() instanceof Call.Unknown) {
            return;
        }
        anyCall = true;
        times |= call.outcome().filter(TracedCall.Outcome::hasDuration).isPresent();
        codes |= call.outcome().filter(end -> end.code().isKnown()).isPresent();
        programs |= call.caller().pid().isPresent() || !call.caller().program().isEmpty();
        if (call.call() instanceof Call.Transmit transmit) {
            commands = true;
            handles |= Call.isKnown(transmit.card());
        } else {
            functions = true;
            handles |= !(call.call() instanceof Call.NameOnly);
        }
    }

    /// The parts that could not be judged, each with the reason.
    List<String> notJudged() {
        if (!anyCall) {
            return List.of("everything: the trace has no calls");
        }
        var parts = new ArrayList<String>();
        if (!codes) {
            parts.add("errors of PC/SC functions: no return codes");
        }
        if (!functions) {
            parts.add("connections, sharing, transactions, leaks: APDUs only");
        } else if (!handles) {
            parts.add("sharing, transactions, leaks: no handles");
        }
        if (!times) {
            parts.add("slow calls, gaps, polling: no durations");
        }
        if (!programs) {
            parts.add("effects of one program on another: no program names");
        }
        if (!commands) {
            parts.add("answers of the card: no commands");
        }
        return parts;
    }
}
