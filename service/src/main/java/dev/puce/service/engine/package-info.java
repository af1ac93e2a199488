/// The logic of pcscd 2.5 without sockets and threads: readers, handles, locks, events.
///
/// All code runs on one [dev.puce.service.engine.EventLoop]. Nothing blocks, so a waiting client costs memory but
/// no thread. Exchanges with a card go through a [dev.puce.service.engine.CardExecutor], timers through the loop.
/// Slow operations end in a continuation. Start reading with [dev.puce.service.engine.Engine]; the rules of one
/// reader are in [dev.puce.service.engine.EngineReader].
package dev.puce.service.engine;
