package dev.puce.decode;

/// The data of an exchange that are secret as a whole: PINs, keys, deciphered data.
///
/// Some secrets are only a part of the data. Then the tree marks their nodes ([dev.puce.decode.value.Node#secret]).
public enum Secrecy {
    /// Neither side.
    NONE,
    /// The command data.
    COMMAND,
    /// The response data.
    ANSWER,
    /// Both.
    BOTH;

    static Secrecy of(boolean command, boolean answer) {
        return command ? (answer ? BOTH : COMMAND) : answer ? ANSWER : NONE;
    }

    /// Whether the command data are secret.
    public boolean hidesCommand() {
        return this == COMMAND || this == BOTH;
    }

    /// Whether the response data are secret.
    public boolean hidesAnswer() {
        return this == ANSWER || this == BOTH;
    }
}
