/// What happens to readers and cards, told as it happens.
///
/// A [dev.puce.cards.event.ReaderMonitor] has one thread, which waits in PC/SC for all observers; they take
/// events as a listener, a `Flow.Publisher`, a stream, or from an [dev.puce.cards.event.EventQueue].
/// [dev.puce.cards.event.ReaderEvent] lists what there is to tell.
package dev.puce.cards.event;
