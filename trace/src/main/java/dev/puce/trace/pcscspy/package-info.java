/// Reads the raw log that libpcscspy writes, of both generations (pcsc-lite 1.9 to 2.0, and 2.1 and newer).
///
/// A line is `THREAD@TEXT`. Within a thread, a call consists of a line `>|seconds|microseconds|Function`, a line for
/// each value that [dev.puce.trace.pcscspy.LogItem] describes, and a line `<|seconds|microseconds|Function|0xCODE`
/// (older generation: with a message before the code). [dev.puce.trace.pcscspy.LogParser] knows that grammar and
/// survives damage; [dev.puce.trace.pcscspy.LogCalls] makes calls of its findings.
/// [dev.puce.trace.pcscspy.PcscSpyRenderer] prints a raw log as pcsc-spy does, line by line;
/// [dev.puce.trace.pcscspy.PcscSpyView] prints calls of any source in the same layout.
package dev.puce.trace.pcscspy;
