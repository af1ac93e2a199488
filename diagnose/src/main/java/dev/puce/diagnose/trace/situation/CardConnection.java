package dev.puce.diagnose.trace.situation;

import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;

/// A program's connection to a card.
///
/// @param handle    card handle, or [dev.puce.pcsc.Call#UNKNOWN_HANDLE]
/// @param program   the program
/// @param socket    number of the program's connection to the daemon, 0 if it is not known
/// @param reader    name of the reader
/// @param shareMode the mode of SCardConnect or SCardReconnect
/// @param since     the call that made it
public record CardConnection(
        long handle, Program program, int socket, String reader, ShareMode shareMode, TracedCall since) {
    /// Whether a program has made it in its connection to the daemon. Numbers of connections are those of a trace.
    boolean isOf(Program other, int otherSocket) {
        return program == other && socket == otherSocket;
    }
}
