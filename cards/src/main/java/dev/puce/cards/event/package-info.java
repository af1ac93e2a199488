/// Events of readers and cards as they happen.
///
/// A [dev.puce.cards.event.ReaderMonitor] has one thread, which waits in PC/SC for all observers. Observers
/// receive events through a listener, a `Flow.Publisher`, a stream, or an [dev.puce.cards.event.EventQueue].
/// [dev.puce.cards.event.ReaderEvent] lists the kinds of events.
package dev.puce.cards.event;
