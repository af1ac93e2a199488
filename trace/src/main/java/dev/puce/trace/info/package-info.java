/// The content of a trace in a few facts: programs, readers, cards, applications, time. Start with
/// [dev.puce.trace.info.TraceInfo].
package dev.puce.trace.info;
