package dev.puce.cards.event;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReturnCode;

/// An event of the readers of this machine, their cards, or the PC/SC service.
///
/// Events of one monitor are consistent: a card is inserted only into a reader that has arrived, only present
/// readers and cards leave, and none arrives twice. A new observer first receives the current state as
/// [initial][#initial()] events. Events are immutable.
public sealed interface ReaderEvent {
    /// Returns whether the event describes the state at the time of the subscription.
    default boolean initial() {
        return false;
    }

    /// A reader was attached.
    ///
    /// @param reader  name of the reader
    /// @param initial whether it was attached before the observer subscribed
    record ReaderArrived(String reader, boolean initial) implements ReaderEvent {}

    /// A reader was detached. The removal of its card, if any, comes first.
    ///
    /// @param reader name of the reader
    record ReaderLeft(String reader) implements ReaderEvent {}

    /// A card was inserted.
    ///
    /// @param reader  name of the reader
    /// @param atr     ATR of the card; empty for a card that is mute or was removed before its ATR was read. If a
    /// mute card answers later, it leaves and arrives again.
    /// @param initial whether it was present before the observer subscribed
    record CardInserted(String reader, Bytes atr, boolean initial) implements ReaderEvent {}

    /// A card was removed.
    ///
    /// @param reader name of the reader
    /// @param atr    ATR of the removed card
    record CardRemoved(String reader, Bytes atr) implements ReaderEvent {}

    /// The state changed in another way: exclusive or shared use, mute, unpowered.
    ///
    /// @param reader name of the reader
    /// @param before previous state
    /// @param now    current state
    record StateChanged(String reader, EventState before, EventState now) implements ReaderEvent {}

    /// The PC/SC service is unreachable. Events that remove all cards and readers follow. The monitor retries and
    /// reports [ServiceFound] when it succeeds.
    ///
    /// @param code    return code of the PC/SC library
    /// @param initial whether the service was unreachable when the observer subscribed
    record ServiceLost(ReturnCode code, boolean initial) implements ReaderEvent {}

    /// The PC/SC service answers again after a [ServiceLost].
    record ServiceFound() implements ReaderEvent {}

    /// The observer was too slow, its queue overflowed, and events were dropped. The current state follows as
    /// initial events. An observer that resets its own state here stays correct.
    ///
    /// @param count number of dropped events
    record EventsSkipped(long count) implements ReaderEvent {}
}
