package dev.puce.decode.value;

/// How an exchange ended, as a person judges it.
public enum Outcome {
    /// The card did it.
    OK,
    /// The card did a part of it: more data or a further step follow.
    MORE,
    /// The application, file, object or instruction does not exist. Probing programs expect this.
    ABSENT,
    /// The card reports a state instead of an error: the tries left of a PIN, a deactivated file.
    STATE,
    /// The card did it and has a remark.
    WARNING,
    /// The card refused or failed.
    FAILURE,
    /// The card did not answer, or the answer is not known.
    NO_ANSWER
}
