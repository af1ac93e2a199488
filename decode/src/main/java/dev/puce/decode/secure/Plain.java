package dev.puce.decode.secure;

import dev.puce.iso7816.Bytes;

/// The plain data of a protected exchange.
///
/// @param command       command data; empty if they are hidden
/// @param answer        response data; empty if they are hidden
/// @param commandHidden whether redaction removed the command data
/// @param answerHidden  whether redaction removed the response data
public record Plain(Bytes command, Bytes answer, boolean commandHidden, boolean answerHidden) {
    /// Data of which nothing is hidden.
    public Plain(Bytes command, Bytes answer) {
        this(command, answer, false, false);
    }

    /// The same without secrets.
    public Plain hiding(boolean hidesCommand, boolean hidesAnswer) {
        return new Plain(
                hidesCommand ? Bytes.EMPTY : command,
                hidesAnswer ? Bytes.EMPTY : answer,
                commandHidden || hidesCommand,
                answerHidden || hidesAnswer);
    }
}
