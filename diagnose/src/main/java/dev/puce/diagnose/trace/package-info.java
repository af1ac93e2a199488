/// Diagnosis of a trace: which call failed, which layer is at fault, and what to do. Start with
/// [dev.puce.diagnose.trace.TraceDiagnosis]. The rules are in the package `rule`.
package dev.puce.diagnose.trace;
