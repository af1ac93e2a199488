/// The vocabulary of puce: a PC/SC call, who made it, what was asked, what came back, and when.
///
/// [dev.puce.pcsc.Call] has one record per function of the PC/SC API, [dev.puce.pcsc.Result] one per function that
/// returns something besides its code, and [dev.puce.pcsc.TracedCall] puts both together with the circumstances.
/// Sources of calls (relay, logs, recordings, the library) and views of calls (renderers, summary, export) meet only
/// in these types. Read [dev.puce.pcsc.Call] first.
///
/// Records and enums are immutable, every other type says which threads may use it. Nothing takes or returns `null`.
package dev.puce.pcsc;
