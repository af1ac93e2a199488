/// Diagnosis of a trace: which call failed, which layer is at fault, and what to do. Start with
/// [dev.puce.diagnose.trace.TraceDiagnosis]. The rules are in the package `rule`. They judge calls by the package
/// `situation`, and report findings of the package `dev.puce.diagnose.finding`.
package dev.puce.diagnose.trace;
