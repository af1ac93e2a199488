package dev.puce.pcsc;

import java.util.Optional;

/// The return code of a PC/SC function. A code without a known name keeps its number.
///
/// @param value the number in the C API, 32 bits
public record ReturnCode(int value) {
    public static final ReturnCode SUCCESS = new ReturnCode(0);
    public static final ReturnCode INTERNAL_ERROR = new ReturnCode(0x80100001);
    public static final ReturnCode CANCELLED = new ReturnCode(0x80100002);
    public static final ReturnCode INVALID_HANDLE = new ReturnCode(0x80100003);
    public static final ReturnCode INVALID_PARAMETER = new ReturnCode(0x80100004);
    public static final ReturnCode NO_MEMORY = new ReturnCode(0x80100006);
    public static final ReturnCode INSUFFICIENT_BUFFER = new ReturnCode(0x80100008);
    public static final ReturnCode UNKNOWN_READER = new ReturnCode(0x80100009);
    public static final ReturnCode TIMEOUT = new ReturnCode(0x8010000A);
    public static final ReturnCode SHARING_VIOLATION = new ReturnCode(0x8010000B);
    public static final ReturnCode NO_SMARTCARD = new ReturnCode(0x8010000C);
    public static final ReturnCode UNKNOWN_CARD = new ReturnCode(0x8010000D);
    public static final ReturnCode PROTO_MISMATCH = new ReturnCode(0x8010000F);
    public static final ReturnCode NOT_READY = new ReturnCode(0x80100010);
    public static final ReturnCode INVALID_VALUE = new ReturnCode(0x80100011);
    public static final ReturnCode COMM_ERROR = new ReturnCode(0x80100013);
    public static final ReturnCode NOT_TRANSACTED = new ReturnCode(0x80100016);
    public static final ReturnCode READER_UNAVAILABLE = new ReturnCode(0x80100017);
    public static final ReturnCode NO_SERVICE = new ReturnCode(0x8010001D);
    public static final ReturnCode SERVICE_STOPPED = new ReturnCode(0x8010001E);
    /// On pcsc-lite also what a driver answers to a control code or attribute that it does not support
    /// (`SCARD_E_UNSUPPORTED_FEATURE` of pcsc-lite has this number; Windows' is 0x80100022).
    public static final ReturnCode UNEXPECTED = new ReturnCode(0x8010001F);
    /// What Windows says for a feature that is not supported; pcsc-lite says [#UNEXPECTED].
    public static final ReturnCode UNSUPPORTED_FEATURE = new ReturnCode(0x80100022);

    public static final ReturnCode NO_READERS_AVAILABLE = new ReturnCode(0x8010002E);
    public static final ReturnCode UNSUPPORTED_CARD = new ReturnCode(0x80100065);
    public static final ReturnCode UNRESPONSIVE_CARD = new ReturnCode(0x80100066);
    public static final ReturnCode UNPOWERED_CARD = new ReturnCode(0x80100067);
    public static final ReturnCode RESET_CARD = new ReturnCode(0x80100068);
    public static final ReturnCode REMOVED_CARD = new ReturnCode(0x80100069);
    public static final ReturnCode SECURITY_VIOLATION = new ReturnCode(0x8010006A);

    /// Whether the function did what it was asked to.
    public boolean isSuccess() {
        return value == 0;
    }

    /// The name in C, or the number in hex where there is none: `SCARD_E_TIMEOUT`, `0x80109999`.
    public String symbol() {
        return Optional.ofNullable(ReturnCodeTable.BY_VALUE.get(value))
                .map(ReturnCodeTable.Row::symbol)
                .orElseGet(this::hex);
    }

    /// What the code means, in a sentence without a full stop.
    public Optional<String> meaning() {
        return Optional.ofNullable(ReturnCodeTable.BY_VALUE.get(value)).map(ReturnCodeTable.Row::meaning);
    }

    /// What somebody who meets the code can do about it, in a sentence without a full stop.
    public Optional<String> advice() {
        return Optional.ofNullable(ReturnCodeTable.BY_VALUE.get(value))
                .map(ReturnCodeTable.Row::advice)
                .filter(text -> !text.isEmpty());
    }

    /// The code with that name in C, if there is one.
    public static Optional<ReturnCode> of(String symbol) {
        return ReturnCodeTable.BY_VALUE.values().stream()
                .filter(row -> row.symbol().equals(symbol))
                .findFirst()
                .map(row -> new ReturnCode(row.value()));
    }

    /// The number as people write it: `0x8010000A`.
    public String hex() {
        return "0x%08X".formatted(value);
    }

    /// Name and number: `SCARD_E_TIMEOUT (0x8010000A)`.
    @Override
    public String toString() {
        String symbol = symbol();
        return symbol.startsWith("0x") ? symbol : symbol + " (" + hex() + ")";
    }
}
