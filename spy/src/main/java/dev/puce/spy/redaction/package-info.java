/// Takes PINs, keys and cryptograms out of calls before anybody sees them.
///
/// [dev.puce.spy.redaction.Secrets] knows where a command has secrets; [dev.puce.spy.redaction.Redactor] takes
/// them out of calls, and [dev.puce.spy.redaction.RedactingSink] stands in front of the sinks that must not see
/// them.
package dev.puce.spy.redaction;
