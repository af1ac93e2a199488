package dev.puce.cards;

import dev.puce.pcsc.ReturnCode;
import java.util.Set;

/// Return codes for a context that has lost its service; only a new context helps.
final class LostServiceCodes {
    /// PC/SC's own codes, and the codes that Windows' winscard.dll passes through when its service or a remote
    /// desktop's host ends: `ERROR_INVALID_HANDLE`, `ERROR_BROKEN_PIPE`, `RPC_S_SERVER_UNAVAILABLE`,
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

    /// Returns whether the code means only that there is no reader: Windows stops its service with the last one.
    static boolean meansNoReader(ReturnCode code) {
        return System.getProperty("os.name").startsWith("Windows")
                && (code.equals(ReturnCode.NO_SERVICE) || code.equals(ReturnCode.SERVICE_STOPPED));
    }

    static boolean contains(ReturnCode code) {
        return CODES.contains(code);
    }
}
