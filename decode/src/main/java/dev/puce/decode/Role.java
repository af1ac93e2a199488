package dev.puce.decode;

/// The role of a physical command in its logical exchange.
public enum Role {
    /// It starts the exchange.
    FIRST,
    /// It continues a command chain (class bit 5).
    CHAINED,
    /// It fetches more of the answer: GET RESPONSE and its application-specific counterparts.
    FETCH,
    /// It repeats the command with the Le that status 6CXX asks for, or with another Le after an incomplete answer
    /// (61XX).
    RETRY,
    /// It carries the data that a T=0 card asked for with a procedure byte.
    DATA
}
