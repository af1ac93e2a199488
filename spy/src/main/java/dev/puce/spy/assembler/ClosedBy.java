package dev.puce.spy.assembler;

import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// Who ended a connection, and so what a call in progress returned in the program.
public enum ClosedBy {
    /// The program closed it, or ended.
    CLIENT,
    /// The daemon closed it after it had read all requests: libpcsclite reports a communication error.
    DAEMON,
    /// The daemon closed it with bytes of the program unread: libpcsclite reports a security violation.
    DAEMON_RESET,
    /// The connection lives on, but is not observed any more.
    OBSERVER;

    /// What a call returns that is waiting for an answer; empty where that is not seen, or where there is
    /// nobody to return to.
    Optional<ReturnCode> seenByProgram() {
        return switch (this) {
            case CLIENT, OBSERVER -> Optional.empty();
            case DAEMON -> Optional.of(ReturnCode.COMM_ERROR);
            case DAEMON_RESET -> Optional.of(ReturnCode.SECURITY_VIOLATION);
        };
    }
}
