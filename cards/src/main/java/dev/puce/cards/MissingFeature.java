package dev.puce.cards;

import dev.puce.pcsc.ReturnCode;
import java.util.Set;

/// Return codes with which drivers and services say that they do not know an attribute or a control code.
///
/// pcsc-lite says `SCARD_E_UNSUPPORTED_FEATURE` (the number of `SCARD_E_UNEXPECTED`) or, for drivers that fail
/// in another way, `SCARD_E_NOT_TRANSACTED`; `SCARD_E_INSUFFICIENT_BUFFER` comes from pcscd itself for the
/// reader's names with drivers that set the length to 0. Windows says `ERROR_NOT_SUPPORTED`,
/// `ERROR_INVALID_FUNCTION`, `ERROR_GEN_FAILURE` or 0x80100022; 0x16 is `ERROR_BAD_COMMAND`.
///
/// May be used on any thread.
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

    /// Whether the code says that, after an attribute or a control code was asked for.
    public static boolean isSaidBy(ReturnCode code) {
        return CODES.contains(code);
    }
}
