package dev.puce.decode.value;

/// The bytes that a value comes from.
public enum Side {
    /// The command of an exchange, chained parts joined.
    COMMAND,
    /// The response of an exchange, fetched parts joined.
    RESPONSE,
    /// Neither: the value is computed, decrypted or known from an earlier exchange.
    DERIVED
}
