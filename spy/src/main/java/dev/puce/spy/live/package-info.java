/// The live trace: assembles calls from messages, redacts them, and delivers all events to the outputs.
///
/// Start with [SpySession], then [LiveTrace].
package dev.puce.spy.live;
