package dev.puce.cards;

import dev.puce.pcsc.ReturnCode;
import java.util.Set;

/// Return codes that say that a context has lost its service, so that only a new context helps.
final class LostServiceCodes {
    /// PC/SC's own, and what Windows' winscard.dll passes through when its service ends or, from a remote
    /// desktop, its host: `ERROR_INVALID_HANDLE`, `ERROR_BROKEN_PIPE`, `RPC_S_SERVER_UNAVAILABLE`,
    /// `RPC_S_CALL_FAILED`.
    private static final Set<ReturnCode> CODES = Set.of(
            ReturnCode.INVALID_HANDLE,
            ReturnCode.NO_SERVICE,
            ReturnCode.SERVICE_STOPPED,
            ReturnCode.COMM_ERROR,
            ReturnCode.SECURITY_VIOLATION,
            ReturnCode.INTERNAL_ERROR,
            new ReturnCode(0x06),
            new ReturnCode(0x6D),
            new ReturnCode(0x6BA),
            new ReturnCode(0x6BE));

    private LostServiceCodes() {}

    /// Whether the code only says that there is no reader: Windows stops its service with the last one.
    static boolean isRest(ReturnCode code) {
        return System.getProperty("os.name").startsWith("Windows")
                && (code.equals(ReturnCode.NO_SERVICE) || code.equals(ReturnCode.SERVICE_STOPPED));
    }

    static boolean isSaidBy(ReturnCode code) {
        return CODES.contains(code);
    }
}
