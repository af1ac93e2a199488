package dev.puce.cards.event;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReturnCode;

/// Something that happened to the readers of this machine, their cards, or the PC/SC service itself.
///
/// Events of one monitor are consistent: a card is inserted only into a reader that has arrived, nothing leaves
/// that was not there before, and nothing arrives twice. What was there when an observer subscribed is told
/// first, as events that are [initial][#initial()]. Events are immutable.
public sealed interface ReaderEvent {
    /// Whether the event describes what was there already when the observer subscribed.
    default boolean initial() {
        return false;
    }

    /// A reader is there.
    ///
    /// @param reader  name of the reader
    /// @param initial whether it was there when the observer subscribed
    record ReaderArrived(String reader, boolean initial) implements ReaderEvent {}

    /// A reader is gone; an event for its card, if it held one, comes before this one.
    record ReaderLeft(String reader) implements ReaderEvent {}

    /// A card is there.
    ///
    /// @param reader  name of the reader
    /// @param atr     ATR of the card; empty for a card that is mute or that was gone before anybody could look. If
    /// a mute one answers later, it leaves and comes again.
    /// @param initial whether it was there when the observer subscribed
    record CardInserted(String reader, Bytes atr, boolean initial) implements ReaderEvent {}

    /// A card is gone.
    ///
    /// @param reader name of the reader
    /// @param atr    ATR that the card had
    record CardRemoved(String reader, Bytes atr) implements ReaderEvent {}

    /// Something else changed: the card is in use (exclusively) or not any more, mute, unpowered.
    ///
    /// @param reader name of the reader
    /// @param before state before
    /// @param now    state now
    record StateChanged(String reader, EventState before, EventState now) implements ReaderEvent {}

    /// The PC/SC service cannot be reached (any more). Events that take all cards and readers away follow; the
    /// monitor keeps trying, and says [ServiceFound] once it succeeds.
    ///
    /// @param code    what the service's library said
    /// @param initial whether the service was away when the observer subscribed
    record ServiceLost(ReturnCode code, boolean initial) implements ReaderEvent {}

    /// The PC/SC service answers again after a [ServiceLost].
    record ServiceFound() implements ReaderEvent {}

    /// The observer was too slow and its queue overflowed: events were left out. What is there now follows as
    /// initial events, so an observer that clears its picture here stays right.
    ///
    /// @param count how many events were left out
    record EventsSkipped(long count) implements ReaderEvent {}
}
