package dev.puce.spy.assembler;

import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// The side that ended a connection. It determines the return code of a call in progress.
public enum ClosedBy {
    /// The program closed it, or ended.
    CLIENT,
    /// The daemon closed it after it had read all requests: libpcsclite reports a communication error.
    DAEMON,
    /// The daemon closed it with bytes of the program unread: libpcsclite reports a security violation.
    DAEMON_RESET,
    /// The observer stopped. The connection may still be open.
    OBSERVER;

    /// The return code of a call that waits for an answer; empty if it is not observed, or if the program has
    /// ended.
    Optional<ReturnCode> seenByProgram() {
        return switch (this) {
            case CLIENT, OBSERVER -> Optional.empty();
            case DAEMON -> Optional.of(ReturnCode.COMM_ERROR);
            case DAEMON_RESET -> Optional.of(ReturnCode.SECURITY_VIOLATION);
        };
    }
}
