package dev.puce.diagnose.finding;

/// How sure a finding is of its layer.
public enum FaultConfidence {
    /// The trace shows the cause.
    CERTAIN,
    /// The usual cause of what the trace shows.
    LIKELY,
    /// One of several causes.
    POSSIBLE
}
