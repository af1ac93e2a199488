/// Takes PINs, keys and cryptograms out of calls before any view sees them.
///
/// [dev.puce.trace.redaction.Secrets] knows where a command has secrets; [dev.puce.trace.redaction.Redactor] takes
/// them out of calls, and [dev.puce.trace.redaction.RedactingSink] precedes the sinks that must not see
/// them.
package dev.puce.trace.redaction;
