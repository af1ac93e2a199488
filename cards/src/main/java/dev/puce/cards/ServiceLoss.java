package dev.puce.cards;

import dev.puce.pcsc.ReturnCode;
import java.util.Set;

/// Return codes that say that a context has lost its service, so that only a new context helps.
final class ServiceLoss {
    /// `ERROR_BROKEN_PIPE` and `ERROR_INVALID_HANDLE`, which Windows' winscard.dll passes through when its
    /// service ends, and `RPC_S_SERVER_UNAVAILABLE`, `RPC_S_CALL_FAILED` from remote desktops.
    private static final Set<ReturnCode> CODES = Set.of(
            ReturnCode.INVALID_HANDLE,
            ReturnCode.NO_SERVICE,
            ReturnCode.SERVICE_STOPPED,
            ReturnCode.COMM_ERROR,
            ReturnCode.SECURITY_VIOLATION,
            ReturnCode.INTERNAL_ERROR,
            new ReturnCode(0x109),
            new ReturnCode(6),
            new ReturnCode(0x6BA),
            new ReturnCode(0x6BE));

    private ServiceLoss() {}

    /// Whether the code only says that there is no reader: Windows stops its service with the last one.
    static boolean isRest(ReturnCode code) {
        return System.getProperty("os.name").startsWith("Windows")
                && (code.equals(ReturnCode.NO_SERVICE) || code.equals(ReturnCode.SERVICE_STOPPED));
    }

    static boolean isSaidBy(ReturnCode code) {
        return CODES.contains(code);
    }
}
