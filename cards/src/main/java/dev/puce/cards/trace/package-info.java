/// Observation of cards: commands as lines on a console, calls as a recording that can be replayed.
///
/// [dev.puce.cards.trace.ApduTrace] prints commands and responses, and [dev.puce.cards.trace.Stopwatch] measures
/// them. [dev.puce.cards.trace.ReplayedPcsc] answers calls from a recording that was made with
/// [dev.puce.cards.ConnectOptions#observe(java.util.function.Consumer)].
package dev.puce.cards.trace;
