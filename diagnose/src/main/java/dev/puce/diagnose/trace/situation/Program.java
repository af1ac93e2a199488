package dev.puce.diagnose.trace.situation;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import java.util.Optional;

/// A program of a trace, and how far it has come.
public final class Program {
    private final Caller caller;
    private long work;
    private long selections;
    private Incident selected;
    private Incident verified;
    private long lastEndNanos = TracedCall.UNKNOWN_NANOS;

    Program(Caller caller) {
        this.caller = caller;
    }

    /// The name with the process id: `scdaemon (pid 412)`; `the program` if neither is known.
    public String name() {
        String name = caller.program().isEmpty() ? "" : Printable.of(caller.program());
        String pid = caller.pid().isPresent() ? "pid " + caller.pid().getAsInt() : "";
        if (name.isEmpty()) {
            return pid.isEmpty() ? "the program" : "the program with " + pid;
        }
        return pid.isEmpty() ? name : name + " (" + pid + ")";
    }

    /// The name at the start of a sentence.
    public String nameAtStart() {
        String name = name();
        return name.startsWith("the program") ? "T" + name.substring(1) : name;
    }

    /// Name alone, without the process id; empty if it is not known.
    public String program() {
        return caller.program();
    }

    /// Number of commands so far that the card has executed, apart from selections.
    public long work() {
        return work;
    }

    /// Number of applications and files that the program has selected.
    public long selections() {
        return selections;
    }

    /// The latest successful SELECT by name.
    public Optional<Incident> selected() {
        return Optional.ofNullable(selected);
    }

    /// The latest successful verification of a PIN or key.
    public Optional<Incident> verified() {
        return Optional.ofNullable(verified);
    }

    /// End of the program's latest call in nanoseconds, or [TracedCall#UNKNOWN_NANOS].
    public long lastEndNanos() {
        return lastEndNanos;
    }

    void worked() {
        work++;
    }

    void selectedFile() {
        selections++;
    }

    void selectedApplication(Incident incident) {
        selections++;
        selected = incident;
    }

    void verified(Incident incident) {
        verified = incident;
    }

    void ended(long nanos) {
        if (nanos != TracedCall.UNKNOWN_NANOS) {
            lastEndNanos = nanos;
        }
    }
}
