package dev.puce.pcsc;

import java.util.Optional;

/// The functions of the PC/SC API, in the order of pcsc-lite's documentation.
public enum Function {
    ESTABLISH_CONTEXT("SCardEstablishContext"),
    RELEASE_CONTEXT("SCardReleaseContext"),
    IS_VALID_CONTEXT("SCardIsValidContext"),
    CONNECT("SCardConnect"),
    RECONNECT("SCardReconnect"),
    DISCONNECT("SCardDisconnect"),
    BEGIN_TRANSACTION("SCardBeginTransaction"),
    END_TRANSACTION("SCardEndTransaction"),
    STATUS("SCardStatus"),
    GET_STATUS_CHANGE("SCardGetStatusChange"),
    CONTROL("SCardControl"),
    GET_ATTRIB("SCardGetAttrib"),
    SET_ATTRIB("SCardSetAttrib"),
    TRANSMIT("SCardTransmit"),
    LIST_READERS("SCardListReaders"),
    LIST_READER_GROUPS("SCardListReaderGroups"),
    CANCEL("SCardCancel"),
    FREE_MEMORY("SCardFreeMemory"),
    /// A function that puce does not know.
    UNKNOWN("?");

    private final String symbol;

    Function(String symbol) {
        this.symbol = symbol;
    }

    /// Returns the name in C: `SCardTransmit`.
    public String symbol() {
        return symbol;
    }

    /// Returns the function with that name in C, if it is known.
    public static Optional<Function> of(String symbol) {
        for (Function function : values()) {
            if (function != UNKNOWN && function.symbol.equals(symbol)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return symbol;
    }
}
