/// The rules of a diagnosis: one class for each kind of failure ([FailureRule]) or pattern ([TraceRule]). [Rules] lists
/// them.
package dev.puce.diagnose.trace.rule;
