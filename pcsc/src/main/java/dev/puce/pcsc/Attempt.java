package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;

/// Describes the purpose of a call for messages: `connect to "ACS ACR39U 00 00"`. Shows lengths instead of bytes.
final class Attempt {
    private Attempt() {}

    static String describe(Call call) {
        return switch (call) {
            case Call.EstablishContext establish -> "establish a context (" + establish.scope() + ")";
            case Call.ReleaseContext ignored -> "release the context";
            case Call.IsValidContext ignored -> "ask whether the context is valid";
            case Call.ListReaderGroups ignored -> "list the reader groups";
            case Call.ListReaders ignored -> "list the readers";
            case Call.GetStatusChange ignored -> "wait for a change of reader states";
            case Call.Cancel ignored -> "cancel the wait of a context";
            case Call.Connect connect ->
                "connect to \"" + connect.reader() + "\" (" + connect.shareMode() + ", " + connect.preferredProtocols()
                        + ")";
            case Call.Reconnect reconnect ->
                "reconnect to the card (" + reconnect.shareMode() + ", " + reconnect.preferredProtocols() + ", "
                        + reconnect.initialization() + ")";
            case Call.Disconnect disconnect -> "disconnect from the card (" + disconnect.disposition() + ")";
            case Call.BeginTransaction ignored -> "start a transaction";
            case Call.EndTransaction end -> "end the transaction (" + end.disposition() + ")";
            case Call.Status ignored -> "read the status of the card";
            case Call.Transmit transmit -> "transmit a command of " + bytes(transmit.sendBuffer());
            case Call.Control control ->
                "send control code " + control.controlCode() + " with " + bytes(control.sendBuffer())
                        + " to the reader";
            case Call.GetAttrib get -> "read attribute " + get.attribute();
            case Call.SetAttrib set -> "set attribute " + set.attribute() + " to " + bytes(set.value());
            case Call.FreeMemory ignored -> "free memory";
            case Call.NameOnly nameOnly -> "call " + nameOnly.function();
            case Call.Mark mark -> mark.name();
            case Call.Unknown unknown -> "call " + unknown.name();
        };
    }

    private static String bytes(Bytes bytes) {
        return bytes.length() == 1 ? "1 byte" : bytes.length() + " bytes";
    }
}
