package dev.puce.diagnose.finding;

/// How much a finding matters.
public enum Severity {
    /// It stopped or harmed a program.
    PROBLEM,
    /// It is worth knowing. Healthy programs have notes, too.
    NOTE
}
