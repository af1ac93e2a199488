package dev.puce.cards;

import dev.puce.pcsc.ReturnCode;
import java.util.Set;

/// Return codes that drivers and services use for an unsupported attribute or control code.
///
/// pcsc-lite returns `SCARD_E_UNSUPPORTED_FEATURE` (the number of `SCARD_E_UNEXPECTED`). If the driver fails in
/// another way, pcsc-lite returns `SCARD_E_NOT_TRANSACTED`. pcscd itself returns `SCARD_E_INSUFFICIENT_BUFFER` for
/// the reader's names if the driver sets the length to 0. Windows returns `ERROR_NOT_SUPPORTED`,
/// `ERROR_INVALID_FUNCTION`, `ERROR_GEN_FAILURE` or 0x80100022; 0x16 is `ERROR_BAD_COMMAND`.
///
/// Thread-safe.
public final class MissingFeature {
    private static final Set<ReturnCode> CODES = Set.of(
            ReturnCode.UNEXPECTED,
            new ReturnCode(0x80100022),
            ReturnCode.NOT_TRANSACTED,
            ReturnCode.INSUFFICIENT_BUFFER,
            ReturnCode.INVALID_PARAMETER,
            ReturnCode.INVALID_VALUE,
            new ReturnCode(1),
            new ReturnCode(0x16),
            new ReturnCode(0x1F),
            new ReturnCode(0x32),
            new ReturnCode(0x57));

    private MissingFeature() {}

    /// Returns whether the code means that an attribute or control code is not supported.
    public static boolean matches(ReturnCode code) {
        return CODES.contains(code);
    }
}
