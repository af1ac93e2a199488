package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.driver.ReaderAttributes;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.wire.ReaderEntry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// A reader: its card, its handles and its lock.
///
/// This class holds the state. The requests of clients are in [Connections], [CardTransactions] and [Exchanges].
public final class EngineReader {
    /// Value of [#sharing] for exclusive use; other values are the number of handles.
    static final int EXCLUSIVE = -1;

    private static final int UNLIMITED = -1;
    private static final int ABSENT = CardState.ABSENT;
    private static final int READY = CardState.PRESENT | CardState.POWERED | CardState.NEGOTIABLE;
    private static final int MUTE = CardState.PRESENT | CardState.SWALLOWED;

    /// Whether the card has power and is in use; an idle card is powered off after a while.
    enum Power {
        OFF,
        IDLE,
        IN_USE
    }

    /// Receives changes of a reader.
    interface Listener {
        /// The state that clients see has changed.
        void stateChanged();

        /// A card was inserted or removed: waiting clients get an event.
        void cardChanged();

        /// The number of handles or exclusive use has changed: waiting clients get an event a little later.
        void sharingChanged();
    }

    final ReaderLock lock = new ReaderLock();
    final Set<Handle> handles = new LinkedHashSet<>();
    final ReaderProfile profile;

    private final String name;
    private final int index;
    private final EventLoop loop;
    private final Duration idlePowerOff;
    private final Listener listener;
    private CardExecutor executor;
    private EventLoop.Timer powerOffTimer = () -> {};
    private Power power = Power.OFF;
    private int state = ABSENT;
    private int eventCounter;
    private int sharing;
    private Protocol protocol = Protocol.UNDEFINED;
    private Bytes atr = Bytes.EMPTY;
    private int commandsLeft = UNLIMITED;
    private boolean unplugged;

    EngineReader(
            String name, int index, ReaderProfile profile, EventLoop loop, Duration idlePowerOff, Listener listener) {
        this.name = name;
        this.index = index;
        this.profile = profile;
        this.loop = loop;
        this.idlePowerOff = idlePowerOff;
        this.listener = listener;
    }

    public String name() {
        return name;
    }

    /// Returns the number in the name, the lowest that was free.
    int index() {
        return index;
    }

    Bytes atr() {
        return atr;
    }

    /// Returns [#EXCLUSIVE], or the number of handles.
    int sharing() {
        return sharing;
    }

    /// Returns the active protocol, which all handles share.
    Protocol protocol() {
        return protocol;
    }

    Power power() {
        return power;
    }

    boolean isUnplugged() {
        return unplugged;
    }

    boolean has(int stateFlag) {
        return (state & stateFlag) != 0;
    }

    /// Returns whether the reader holds a card; a mute card counts.
    public boolean hasCard() {
        return executor != null;
    }

    /// Returns the card's executor; null without a card.
    CardExecutor executor() {
        return executor;
    }

    ReaderAttributes.CardStatus cardStatus() {
        return new ReaderAttributes.CardStatus(atr, executor != null, executor != null && executor.isPowered());
    }

    /// Returns the state that clients see.
    ReaderEntry entry() {
        return ReaderEntry.of(name, eventCounter, state, sharing, atr, protocol.value());
    }

    /// Inserts a card and powers it on. Clients see it when it has answered or failed to answer.
    void insert(CardExecutor inserted, Runnable then) {
        executor = inserted;
        commandsLeft = UNLIMITED;
        inserted.powerOn(outcome -> {
            if (executor != inserted) {
                then.run(); // the card was removed before it answered
                return;
            }
            poweredUp(outcome);
            power = has(CardState.POWERED) ? Power.IDLE : Power.OFF;
            powerOffWhenIdle();
            countEvent();
            then.run();
        });
    }

    /// Removes the card. Every handle reports it at its next call, and the lock is free.
    void remove() {
        CardExecutor removed = executor;
        if (removed == null) {
            return;
        }
        executor = null;
        boolean seen = state != ABSENT || !atr.isEmpty();
        absent();
        if (seen) {
            flagAll(ReturnCode.REMOVED_CARD);
            countEvent();
        }
        removed.remove(); // last: it ends pending exchanges, whose clients must see the state above
        if (seen) {
            lock.clear();
        }
    }

    /// Lets the card answer some more commands, and removes it during the next one.
    void removeAfter(int commands) {
        commandsLeft = commands;
    }

    /// Counts a command to the card.
    ///
    /// @return whether the card receives it; otherwise the card has just been removed
    boolean acceptsCommand() {
        if (commandsLeft == UNLIMITED) {
            return true;
        }
        commandsLeft--;
        if (commandsLeft == UNLIMITED) {
            remove();
            return false;
        }
        return true;
    }

    /// Unplugs the reader with its card.
    void unplug() {
        unplugged = true;
        powerOffTimer.cancel();
        CardExecutor removed = executor;
        executor = null;
        absent();
        handles.clear();
        if (removed != null) {
            removed.remove();
        }
        lock.clear();
    }

    /// Records an event of the card in every handle.
    void flagAll(ReturnCode event) {
        handles.forEach(handle -> handle.flag(event));
    }

    /// Records the outcome of a reset or power-up, which voids the negotiated protocol.
    ///
    /// @return success, [ReturnCode#REMOVED_CARD] if the card was removed, or [ReturnCode#NOT_TRANSACTED]
    ReturnCode poweredUp(CardExecutor.Outcome outcome) {
        return switch (outcome) {
            case CardExecutor.Outcome.Answer(Bytes answered) -> {
                setState(READY, answered);
                yield ReturnCode.SUCCESS;
            }
            case CardExecutor.Outcome.Mute _ -> {
                setState(MUTE, Bytes.EMPTY);
                yield ReturnCode.NOT_TRANSACTED;
            }
            case CardExecutor.Outcome.Removed _ -> {
                absent();
                yield ReturnCode.REMOVED_CARD;
            }
        };
    }

    /// Records that a client has powered the card off.
    void poweredDown() {
        power = Power.OFF;
        setState(CardState.PRESENT, atr);
    }

    /// Records that the card is absent.
    void absent() {
        setState(ABSENT, Bytes.EMPTY);
    }

    /// Sets the state. Every change voids the negotiated protocol.
    private void setState(int state, Bytes atr) {
        this.state = state;
        this.atr = atr;
        setProtocol(Protocol.UNDEFINED);
    }

    /// Sets the negotiated protocol; [Protocol#UNDEFINED] requires a new negotiation.
    void setProtocol(Protocol protocol) {
        this.protocol = protocol;
        listener.stateChanged();
    }

    /// Resets the card, or powers it off and on.
    ///
    /// @param then receives the result of [#poweredUp]
    void restart(boolean cold, Consumer<ReturnCode> then) {
        if (executor == null) {
            absent();
            then.accept(ReturnCode.REMOVED_CARD);
        } else if (cold) {
            executor.powerCycle(outcome -> then.accept(poweredUp(outcome)));
        } else {
            executor.reset(outcome -> then.accept(poweredUp(outcome)));
        }
    }

    void use() {
        power = Power.IN_USE;
        powerOffTimer.cancel();
    }

    /// Removes a closed handle.
    void removeHandle(Handle handle) {
        if (!handles.remove(handle)) {
            return; // the reader was unplugged
        }
        share(sharing == EXCLUSIVE ? 0 : sharing - 1);
        if (sharing == 0 && power != Power.OFF) {
            power = Power.IDLE;
            powerOffWhenIdle();
        }
    }

    void share(int sharing) {
        if (this.sharing != sharing) {
            this.sharing = sharing;
            listener.stateChanged();
            listener.sharingChanged();
        }
    }

    private void powerOffWhenIdle() {
        powerOffTimer.cancel();
        CardExecutor idle = executor;
        if (idle == null || power != Power.IDLE) {
            return;
        }
        powerOffTimer = loop.after(idlePowerOff, () -> {
            if (executor == idle && power == Power.IDLE) {
                power = Power.OFF;
                setProtocol(Protocol.UNDEFINED);
                idle.powerOff(_ -> {});
            }
        });
    }

    private void countEvent() {
        eventCounter = (eventCounter + 1) & 0xFFFF;
        listener.stateChanged();
        listener.cardChanged();
    }

    @Override
    public String toString() {
        return name;
    }
}
