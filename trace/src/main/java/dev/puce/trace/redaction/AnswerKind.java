package dev.puce.trace.redaction;

/// Secrecy of the data of a response, as the command tells it.
enum AnswerKind {
    /// The data are public.
    PUBLIC,
    /// The data are public and known to be harmless, see [Redaction#STRICT].
    HARMLESS,
    /// The data are secret.
    SECRET,
    /// The data are secret if a sector trailer is among them.
    TRAILER
}
