package dev.puce.pcsc;

import java.util.Optional;

/// The return code of a PC/SC function. A code without a known name keeps its number.
///
/// @param value the number in the C API, 32 bits
public record ReturnCode(int value) {
    /// `SCARD_S_SUCCESS`: no error.
    public static final ReturnCode SUCCESS = new ReturnCode(0);

    /// `SCARD_F_INTERNAL_ERROR`: internal error of the service.
    public static final ReturnCode INTERNAL_ERROR = new ReturnCode(0x80100001);

    /// `SCARD_E_CANCELLED`: the call was cancelled by SCardCancel.
    public static final ReturnCode CANCELLED = new ReturnCode(0x80100002);

    /// `SCARD_E_INVALID_HANDLE`: the context or card handle is not valid (any more).
    public static final ReturnCode INVALID_HANDLE = new ReturnCode(0x80100003);

    /// `SCARD_E_INVALID_PARAMETER`: a parameter could not be interpreted.
    public static final ReturnCode INVALID_PARAMETER = new ReturnCode(0x80100004);

    /// `SCARD_E_NO_MEMORY`: not enough memory, or too many handles.
    public static final ReturnCode NO_MEMORY = new ReturnCode(0x80100006);

    /// `SCARD_E_INSUFFICIENT_BUFFER`: the caller's buffer is too small for the data.
    public static final ReturnCode INSUFFICIENT_BUFFER = new ReturnCode(0x80100008);

    /// `SCARD_E_UNKNOWN_READER`: no reader has that name.
    public static final ReturnCode UNKNOWN_READER = new ReturnCode(0x80100009);

    /// `SCARD_E_TIMEOUT`: the caller's timeout expired.
    public static final ReturnCode TIMEOUT = new ReturnCode(0x8010000A);

    /// `SCARD_E_SHARING_VIOLATION`: another program holds the card.
    public static final ReturnCode SHARING_VIOLATION = new ReturnCode(0x8010000B);

    /// `SCARD_E_NO_SMARTCARD`: no card is in the reader.
    public static final ReturnCode NO_SMARTCARD = new ReturnCode(0x8010000C);

    /// `SCARD_E_UNKNOWN_CARD`: the card is unknown.
    public static final ReturnCode UNKNOWN_CARD = new ReturnCode(0x8010000D);

    /// `SCARD_E_PROTO_MISMATCH`: the card does not offer the requested protocol, or another one is in use.
    public static final ReturnCode PROTO_MISMATCH = new ReturnCode(0x8010000F);

    /// `SCARD_E_NOT_READY`: the reader or card is not ready for commands.
    public static final ReturnCode NOT_READY = new ReturnCode(0x80100010);

    /// `SCARD_E_INVALID_VALUE`: a parameter has a value that is not allowed.
    public static final ReturnCode INVALID_VALUE = new ReturnCode(0x80100011);

    /// `SCARD_F_COMM_ERROR`: the connection to the service broke, or the reader failed.
    public static final ReturnCode COMM_ERROR = new ReturnCode(0x80100013);

    /// `SCARD_E_NOT_TRANSACTED`: the exchange with the card failed, or there is no transaction to end.
    public static final ReturnCode NOT_TRANSACTED = new ReturnCode(0x80100016);

    /// `SCARD_E_READER_UNAVAILABLE`: the reader cannot be used now.
    public static final ReturnCode READER_UNAVAILABLE = new ReturnCode(0x80100017);

    /// `SCARD_E_NO_SERVICE`: the PC/SC service is not running or not reachable.
    public static final ReturnCode NO_SERVICE = new ReturnCode(0x8010001D);

    /// `SCARD_E_SERVICE_STOPPED`: the PC/SC service has stopped, or speaks another protocol version.
    public static final ReturnCode SERVICE_STOPPED = new ReturnCode(0x8010001E);
    /// `SCARD_E_UNEXPECTED`: unexpected error. On pcsc-lite drivers also return it for an unsupported control
    /// code or attribute (`SCARD_E_UNSUPPORTED_FEATURE` of pcsc-lite has this number; Windows' is 0x80100022).
    public static final ReturnCode UNEXPECTED = new ReturnCode(0x8010001F);
    /// `SCARD_E_UNSUPPORTED_FEATURE` of Windows; pcsc-lite returns [#UNEXPECTED] instead.
    public static final ReturnCode UNSUPPORTED_FEATURE = new ReturnCode(0x80100022);

    /// `SCARD_E_NO_READERS_AVAILABLE`: no reader is connected.
    public static final ReturnCode NO_READERS_AVAILABLE = new ReturnCode(0x8010002E);

    /// `SCARD_W_UNSUPPORTED_CARD`: the reader cannot communicate with the card: its ATR does not fit.
    public static final ReturnCode UNSUPPORTED_CARD = new ReturnCode(0x80100065);

    /// `SCARD_W_UNRESPONSIVE_CARD`: the card does not answer to a reset.
    public static final ReturnCode UNRESPONSIVE_CARD = new ReturnCode(0x80100066);

    /// `SCARD_W_UNPOWERED_CARD`: the card has no power.
    public static final ReturnCode UNPOWERED_CARD = new ReturnCode(0x80100067);

    /// `SCARD_W_RESET_CARD`: another program reset the card.
    public static final ReturnCode RESET_CARD = new ReturnCode(0x80100068);

    /// `SCARD_W_REMOVED_CARD`: the card was removed.
    public static final ReturnCode REMOVED_CARD = new ReturnCode(0x80100069);

    /// `SCARD_W_SECURITY_VIOLATION`: access is denied.
    public static final ReturnCode SECURITY_VIOLATION = new ReturnCode(0x8010006A);

    /// The source of the call does not show the code. It is neither success nor failure.
    public static final ReturnCode UNKNOWN = new ReturnCode(Unknown.VALUE);

    /// Returns whether the code is known.
    public boolean isKnown() {
        return value != Unknown.VALUE;
    }

    /// Returns whether the code is known and reports a failure.
    public boolean isFailure() {
        return value != 0 && value != Unknown.VALUE;
    }

    /// Whether the function did what it was asked to.
    public boolean isSuccess() {
        return value == 0;
    }

    /// Returns the name in C, or the number in hex if there is none: `SCARD_E_TIMEOUT`, `0x80109999`.
    public String symbol() {
        if (!isKnown()) {
            return Unknown.TEXT;
        }
        return Optional.ofNullable(ReturnCodeTable.BY_VALUE.get(value))
                .map(ReturnCodeTable.Row::symbol)
                .orElseGet(this::hex);
    }

    /// Returns the meaning, as a sentence without a full stop.
    public Optional<String> meaning() {
        return Optional.ofNullable(ReturnCodeTable.BY_VALUE.get(value)).map(ReturnCodeTable.Row::meaning);
    }

    /// Returns a remedy, as a sentence without a full stop.
    public Optional<String> advice() {
        return Optional.ofNullable(ReturnCodeTable.BY_VALUE.get(value))
                .map(ReturnCodeTable.Row::advice)
                .filter(text -> !text.isEmpty());
    }

    /// Returns the code with that name in C, if there is one.
    public static Optional<ReturnCode> of(String symbol) {
        return ReturnCodeTable.BY_VALUE.values().stream()
                .filter(row -> row.symbol().equals(symbol))
                .findFirst()
                .map(row -> new ReturnCode(row.value()));
    }

    /// Returns the number in hex: `0x8010000A`.
    public String hex() {
        return "0x%08X".formatted(value);
    }

    /// Returns name and number: `SCARD_E_TIMEOUT (0x8010000A)`.
    @Override
    public String toString() {
        String symbol = symbol();
        return symbol.startsWith("0x") || !isKnown() ? symbol : symbol + " (" + hex() + ")";
    }
}
