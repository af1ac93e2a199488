/// Where the time went: calls, durations and errors for each function, reader and instruction.
///
/// [dev.puce.spy.summary.Summary] counts, with memory that does not grow with the trace;
/// [dev.puce.spy.summary.SummaryText] and [dev.puce.spy.summary.SummaryJson] print.
package dev.puce.spy.summary;
