/// Where the time went: calls, durations and errors for each function, reader and instruction.
///
/// [dev.puce.trace.summary.Summary] counts, with memory that does not grow with the trace;
/// [dev.puce.trace.summary.SummaryText] and [dev.puce.trace.summary.SummaryJson] print.
package dev.puce.trace.summary;
