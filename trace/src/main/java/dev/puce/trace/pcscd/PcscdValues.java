package dev.puce.trace.pcscd;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.trace.source.HexText;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The values that the log has for one call between its start and its end.
final class PcscdValues {
    private static final Pattern CONNECT = Pattern.compile("^Attempting Connect to (.*) using protocol: (\\d{1,9})$");
    private static final Pattern HANDLE = Pattern.compile("^hCard Identity: ([0-9a-fA-F]{1,15})$");
    private static final Pattern CONTEXT =
            Pattern.compile("^(?:Establishing|Releasing) Context: 0x([0-9a-fA-F]{1,15})$");
    private static final Pattern PROTOCOL = Pattern.compile("^(?:Active|Send) Protocol: (?:T=(\\d{1,2})|(RAW).*)$");
    private static final Pattern DISPOSITION = Pattern.compile("^dwDisposition: (\\d{1,9})$");
    private static final Pattern CONTROL = Pattern.compile("^ControlCode: (?:0x([0-9a-fA-F]{1,8})|(\\d{1,9}))\\b.*$");
    private static final Pattern BUFFER = Pattern.compile("^(?:Control )?([TR])xBuffer:? (.*)$");

    long context = Call.UNKNOWN_HANDLE;
    long card = Call.UNKNOWN_HANDLE;
    String reader = "";
    Protocols protocols = Protocols.UNKNOWN;
    Protocol protocol = Protocol.UNKNOWN;
    Disposition disposition = Disposition.UNKNOWN;
    OptionalInt controlCode = OptionalInt.empty();
    Bytes sent = Bytes.EMPTY;
    Bytes received = Bytes.EMPTY;
    Optional<Bytes> command = Optional.empty();
    Bytes response = Bytes.EMPTY;
    boolean isUndecided;

    Pci pci() {
        return protocol.equals(Protocol.UNKNOWN) ? Pci.UNKNOWN : new Pci(protocol, 0);
    }

    /// Takes a message; ignores one without a value.
    void take(String text) {
        var connect = CONNECT.matcher(text);
        var handle = HANDLE.matcher(text);
        var establish = CONTEXT.matcher(text);
        var active = PROTOCOL.matcher(text);
        var leave = DISPOSITION.matcher(text);
        var control = CONTROL.matcher(text);
        var buffer = BUFFER.matcher(text);
        if (connect.matches()) {
            reader = connect.group(1);
            protocols = new Protocols(Integer.parseInt(connect.group(2)));
        } else if (handle.matches()) {
            card = Long.parseLong(handle.group(1), 16);
        } else if (establish.matches()) {
            context = Long.parseLong(establish.group(1), 16);
        } else if (active.matches()) {
            protocol = active.group(1) == null ? Protocol.RAW : protocol(Integer.parseInt(active.group(1)));
        } else if (text.startsWith("Direct access: no protocol selected")) {
            protocol = Protocol.UNDEFINED;
        } else if (leave.matches()) {
            disposition = new Disposition(Integer.parseInt(leave.group(1)));
        } else if (control.matches()) {
            controlCode = OptionalInt.of(
                    control.group(1) == null
                            ? Integer.parseInt(control.group(2))
                            : Integer.parseUnsignedInt(control.group(1), 16));
        } else if (buffer.matches()) {
            var bytes = HexText.bytes(buffer.group(2)).orElse(Bytes.EMPTY);
            if (buffer.group(1).equals("T")) {
                sent = bytes;
            } else {
                received = bytes;
            }
        }
    }

    private static Protocol protocol(int number) {
        return switch (number) {
            case 0 -> Protocol.T0;
            case 1 -> Protocol.T1;
            case 15 -> Protocol.T15;
            default -> Protocol.UNKNOWN;
        };
    }
}
