/// The types that the parts of the spy share: the events of a trace, their listeners, and the way to the daemon.
///
/// ```text
/// relay ── bytes ── ConnectionDecoder ── TraceEvent ── LiveTrace (adds calls) ── TraceEvent ──┬── Recorder
///                                                                                             ├── LiveView
///                                                                                             └── ...
/// ```
///
/// Start with [TraceEvent].
package dev.puce.spy;
