package dev.puce.service.card.fido;

/// The first byte of a CTAP answer (CTAP 2.2, 8.2).
enum CtapStatus {
    SUCCESS(0x00),
    INVALID_COMMAND(0x01),
    INVALID_PARAMETER(0x02),
    INVALID_LENGTH(0x03),
    UNEXPECTED_TYPE(0x11),
    INVALID_CBOR(0x12),
    MISSING_PARAMETER(0x14),
    CREDENTIAL_EXCLUDED(0x19),
    UNSUPPORTED_ALGORITHM(0x26),
    KEY_STORE_FULL(0x28),
    UNSUPPORTED_OPTION(0x2B),
    INVALID_OPTION(0x2C),
    NO_CREDENTIALS(0x2E),
    NOT_ALLOWED(0x30),
    PIN_INVALID(0x31),
    PIN_BLOCKED(0x32),
    PIN_AUTHENTICATION_INVALID(0x33),
    PIN_AUTHENTICATION_BLOCKED(0x34),
    PIN_NOT_SET(0x35),
    PIN_REQUIRED(0x36),
    PIN_POLICY_VIOLATION(0x37),
    INVALID_SUBCOMMAND(0x3E);

    private final int code;

    CtapStatus(int code) {
        this.code = code;
    }

    /// The byte.
    int code() {
        return code;
    }
}
