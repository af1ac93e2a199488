/// The vocabulary of puce: a PC/SC call with its caller, arguments, result and timing.
///
/// [dev.puce.pcsc.Call] has one record per function of the PC/SC API, [dev.puce.pcsc.Result] one per function
/// with a result. [dev.puce.pcsc.TracedCall] combines both with caller and timing. Sources of calls (relay, logs,
/// recordings, the library) and views of calls (renderers, summary, export) share only these types. Read
/// [dev.puce.pcsc.Call] first.
///
/// Records and enums are immutable; other types document their thread safety. No method accepts or returns
/// `null`.
package dev.puce.pcsc;
