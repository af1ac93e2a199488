/// What pcscd decides, without sockets and threads: readers, handles, locks, events, as pcscd 2.5 handles them.
///
/// All of it runs on one [dev.puce.service.engine.EventLoop]; nothing here blocks, so a client that waits costs memory
/// and no thread. Work of a card goes through a [dev.puce.service.engine.CardDrive], time through the loop, and what
/// takes long ends in a continuation. Start reading with [dev.puce.service.engine.Engine]; the rules of one reader are
/// in [dev.puce.service.engine.EngineReader].
package dev.puce.service.engine;
