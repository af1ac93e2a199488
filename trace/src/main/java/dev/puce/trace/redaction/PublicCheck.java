package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for personal data in calls that [Redaction#PUBLIC] has left. It has rules of its own, so that a mistake of the
/// redaction is found before a file is published.
public final class PublicCheck implements CallSink {
    private static final int MOST = 20;
    private static final int STATUS_WORD = 2;

    /// SELECT, MANAGE CHANNEL, MANAGE SECURITY ENVIRONMENT, GET CHALLENGE, GET STATUS: their data are identifiers.
    private static final Set<Integer> WITH_PUBLIC_DATA = Set.of(0xA4, 0x70, 0x22, 0x84, 0xF2);

    private final List<String> leftovers = new ArrayList<>();

    /// Begins with the header of the trace.
    ///
    /// @param host      name of the host; empty if the header has none
    /// @param command   program that was traced, and its arguments
    /// @param redaction redaction that the header states
    public PublicCheck(Optional<String> host, List<String> command, Redaction redaction) {
        host.ifPresent(_ -> report("the header names the host"));
        if (command.size() > 1 || command.stream().anyMatch(PublicCheck::hasPath)) {
            report("the header has a command line");
        }
        if (redaction != Redaction.PUBLIC) {
            report("the header states the redaction " + redaction.label());
        }
    }

    /// Returns what was found, at most 20 places; empty if the trace may be published.
    public List<String> leftovers() {
        return List.copyOf(leftovers);
    }

    private void report(String what) {
        if (leftovers.size() < MOST) {
            leftovers.add(what);
        }
    }

    @Override
    public void accept(TracedCall traced) {
        String where = "call " + traced.sequence() + ": ";
        caller(where, traced.caller());
        traced.provenance().reader().ifPresent(reader -> reader(where, reader));
        switch (traced.call()) {
            case Call.Transmit transmit -> command(where, transmit.sendBuffer());
            case Call.Control control -> driver(where, control, traced.result());
            case Call.Connect connect -> reader(where, connect.reader());
            case Call.GetStatusChange change ->
                change.readers().stream().flatMap(List::stream).forEach(query -> reader(where, query.reader()));
            case Call.Mark mark -> {
                text(where, mark.description());
                mark.atr().ifPresent(atr -> atr(where, atr));
            }
            case Call.Unknown unknown -> text(where, unknown.description());
            default -> {}
        }
        result(where, traced.call(), traced.result());
    }

    private void caller(String where, Caller caller) {
        if (caller.uid().isPresent()) {
            report(where + "a user id");
        }
        if (caller.commandLine().size() > 1 || caller.commandLine().stream().anyMatch(PublicCheck::hasPath)) {
            report(where + "a command line");
        }
        if (hasPath(caller.program())) {
            report(where + "the path of a program");
        }
    }

    private static boolean hasPath(String text) {
        return text.contains("/") || text.contains("\\");
    }

    private void command(String where, Bytes command) {
        if (command.length() <= Frame.HEADER || WITH_PUBLIC_DATA.contains(command.get(1))) {
            aid(where, command);
            return;
        }
        int data = command.length() - Frame.dataAt(command);
        if (data > 0 && !Frame.hasOnlyLe(command) && !PublicNames.isTagList(command)) {
            report(where + data + " bytes of a command");
        }
    }

    private void aid(String where, Bytes command) {
        if (PublicNames.hasSerialNumber(command.from(Frame.dataAt(command)))) {
            report(where + "an AID with a serial number");
        }
    }

    private void driver(String where, Call.Control control, Result result) {
        if (Secrets.isFeatureRequest(control.controlCode())) {
            return;
        }
        if (!control.sendBuffer().isEmpty()
                || (result instanceof Result.Control answer
                        && !answer.recvBuffer().isEmpty())) {
            report(where + "bytes for or from a driver");
        }
    }

    private void result(String where, Call call, Result result) {
        switch (result) {
            case Result.Transmit(var _, var response, var _) -> {
                if (response.length() > STATUS_WORD) {
                    report(where + (response.length() - STATUS_WORD) + " bytes of a response");
                }
            }
            case Result.ListReaders(var readers) -> readers.forEach(reader -> reader(where, reader));
            case Result.Status status -> {
                reader(where, status.reader());
                atr(where, status.atr());
            }
            case Result.GetStatusChange(var states) -> {
                for (ReaderState state : states) {
                    reader(where, state.reader());
                    atr(where, state.atr());
                }
            }
            case Result.GetAttrib(var value)
            when call instanceof Call.GetAttrib(long _, var attribute) && attribute.equals(Attribute.ATR_STRING) ->
                atr(where, value);
            default -> {}
        }
    }

    private void reader(String where, String name) {
        if (PublicNames.namesSerialNumber(name)) {
            report(where + "a serial number in the name of a reader");
        }
    }

    private void atr(String where, Bytes atr) {
        if (PublicNames.hasSerialNumberInAtr(atr)) {
            report(where + "a serial number in an ATR");
        }
    }

    private void text(String where, String description) {
        if (!description.isEmpty()) {
            report(where + "free text");
        }
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
