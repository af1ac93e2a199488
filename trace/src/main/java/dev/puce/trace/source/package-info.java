/// The interface that every trace file format implements, and the parts that formats share.
///
/// To add a format, write a package `dev.puce.trace.NAME` with an implementation of
/// [dev.puce.trace.source.TraceFormat], and add it to [dev.puce.trace.file.TraceFormats]. A log of text lines extends
/// [dev.puce.trace.source.LineFormat] and needs two things: a pattern of a line that only this format has, and a
/// [dev.puce.trace.source.LineParser]. The parser tells an [dev.puce.trace.source.ExchangeAssembler] what each line
/// says; the assembler numbers the calls, pairs commands with answers and leaves unknown what the log does not
/// show. Redaction is not the format's task: [dev.puce.trace.file.TraceFile] redacts before any sink sees a call.
package dev.puce.trace.source;
