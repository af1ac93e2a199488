/// Seeing what happens: commands as lines on a console, calls as a recording that can be answered from later.
///
/// [dev.puce.cards.trace.ApduTrace] shows commands and answers, [dev.puce.cards.trace.Stopwatch] measures them,
/// [dev.puce.cards.trace.ReplayedPcsc] answers from what was recorded with
/// [dev.puce.cards.ConnectOptions#observe(java.util.function.Consumer)].
package dev.puce.cards.trace;
