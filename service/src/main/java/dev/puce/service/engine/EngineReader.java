package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.reader.ReaderAttributes;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.wire.ReaderEntry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// A reader: its card, who is connected to it, and its lock.
///
/// Here is what a reader has and what happens to it; what clients ask of it is in [Connecting], [Transacting] and
/// [Exchanging].
public final class EngineReader {
    /// Value of [#sharing] for exclusive use; otherwise it is the number of handles.
    static final int EXCLUSIVE = -1;

    private static final int NO_SCRIPT = -1;
    private static final int ABSENT = CardState.ABSENT;
    private static final int READY = CardState.PRESENT | CardState.POWERED | CardState.NEGOTIABLE;
    private static final int MUTE = CardState.PRESENT | CardState.SWALLOWED;

    /// Whether the card has power, and whether somebody uses it; an idle card is switched off after a while.
    enum Power {
        OFF,
        IDLE,
        IN_USE
    }

    /// What a reader tells the engine.
    interface Listener {
        /// Something that clients see is different.
        void touched();

        /// Card in, card out: those who wait are told.
        void changed();

        /// Another number of handles, or exclusive use: those who wait are told a little later.
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
    private CardDrive drive;
    private EventLoop.Timer powerOffTimer = () -> {};
    private Power power = Power.OFF;
    private int state = ABSENT;
    private int eventCounter;
    private int sharing;
    private Protocol protocol = Protocol.UNDEFINED;
    private Bytes atr = Bytes.EMPTY;
    private int commandsLeft = NO_SCRIPT;
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

    /// The number in the name: the lowest that was free.
    int index() {
        return index;
    }

    Bytes atr() {
        return atr;
    }

    /// [#EXCLUSIVE], or the number of handles.
    int sharing() {
        return sharing;
    }

    /// The protocol in use, for all handles alike.
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

    /// Whether the reader has a card, be it mute.
    public boolean hasCard() {
        return drive != null;
    }

    /// The card's drive; null without a card.
    CardDrive drive() {
        return drive;
    }

    ReaderAttributes.CardAtHand cardAtHand() {
        return new ReaderAttributes.CardAtHand(atr, drive != null, drive != null && drive.isPowered());
    }

    /// What clients see.
    ReaderEntry entry() {
        return ReaderEntry.of(name, eventCounter, state, sharing, atr, protocol.value());
    }

    /// A card comes in: it gets power, and when it has answered it is there for all.
    void insert(CardDrive inserted, Runnable then) {
        drive = inserted;
        commandsLeft = NO_SCRIPT;
        inserted.powerOn(outcome -> {
            if (drive != inserted) {
                then.run(); // it was pulled before it had answered
                return;
            }
            poweredUp(outcome);
            power = has(CardState.POWERED) ? Power.IDLE : Power.OFF;
            switchOffWhenIdle();
            countEvent();
            then.run();
        });
    }

    /// The card is pulled: every handle learns of it at its next call, and the lock is gone.
    void remove() {
        CardDrive removed = drive;
        if (removed == null) {
            return;
        }
        drive = null;
        boolean seen = state != ABSENT || !atr.isEmpty();
        absent();
        if (seen) {
            flagAll(ReturnCode.REMOVED_CARD);
            countEvent();
        }
        removed.pull(); // last: it ends the exchanges under way, and those who asked for them see the state above
        if (seen) {
            lock.clear();
        }
    }

    /// The card is to answer that many more commands and to be pulled during the next one.
    void removeAfter(int commands) {
        commandsLeft = commands;
    }

    /// A command is on its way to the card.
    ///
    /// @return whether it gets there; otherwise the card has just been pulled
    boolean passesCommand() {
        if (commandsLeft == NO_SCRIPT) {
            return true;
        }
        commandsLeft--;
        if (commandsLeft == NO_SCRIPT) {
            remove();
            return false;
        }
        return true;
    }

    /// The reader goes away, its card with it.
    void unplug() {
        unplugged = true;
        powerOffTimer.cancel();
        CardDrive removed = drive;
        drive = null;
        absent();
        handles.clear();
        if (removed != null) {
            removed.pull();
        }
        lock.clear();
    }

    /// Every handle gets to know what happened to the card.
    void flagAll(ReturnCode event) {
        handles.forEach(handle -> handle.flag(event));
    }

    /// Notes what a reset or power-up came to; what was negotiated before is void.
    ///
    /// @return success, [ReturnCode#REMOVED_CARD] if there is no card (any more), or [ReturnCode#NOT_TRANSACTED]
    ReturnCode poweredUp(CardDrive.Outcome outcome) {
        return switch (outcome) {
            case CardDrive.Outcome.Answer(Bytes answered) -> {
                become(READY, answered);
                yield ReturnCode.SUCCESS;
            }
            case CardDrive.Outcome.Mute _ -> {
                become(MUTE, Bytes.EMPTY);
                yield ReturnCode.NOT_TRANSACTED;
            }
            case CardDrive.Outcome.Pulled _ -> {
                absent();
                yield ReturnCode.REMOVED_CARD;
            }
        };
    }

    /// The client took the power away.
    void poweredDown() {
        power = Power.OFF;
        become(CardState.PRESENT, atr);
    }

    /// There is no card, whatever the state said.
    void absent() {
        become(ABSENT, Bytes.EMPTY);
    }

    /// Whatever happens to the card, a protocol has to be agreed upon anew.
    private void become(int state, Bytes atr) {
        this.state = state;
        this.atr = atr;
        agree(Protocol.UNDEFINED);
    }

    /// Client and card have agreed upon a protocol, or have to do so again.
    void agree(Protocol protocol) {
        this.protocol = protocol;
        listener.touched();
    }

    /// Resets the card, or switches it off and on.
    ///
    /// @param then gets what [#poweredUp] returned
    void restart(boolean cold, Consumer<ReturnCode> then) {
        if (drive == null) {
            absent();
            then.accept(ReturnCode.REMOVED_CARD);
        } else if (cold) {
            drive.powerCycle(outcome -> then.accept(poweredUp(outcome)));
        } else {
            drive.reset(outcome -> then.accept(poweredUp(outcome)));
        }
    }

    void use() {
        power = Power.IN_USE;
        powerOffTimer.cancel();
    }

    /// A handle is gone.
    void leave(Handle handle) {
        if (!handles.remove(handle)) {
            return; // the reader was unplugged
        }
        share(sharing == EXCLUSIVE ? 0 : sharing - 1);
        if (sharing == 0 && power != Power.OFF) {
            power = Power.IDLE;
            switchOffWhenIdle();
        }
    }

    void share(int sharing) {
        if (this.sharing != sharing) {
            this.sharing = sharing;
            listener.touched();
            listener.sharingChanged();
        }
    }

    private void switchOffWhenIdle() {
        powerOffTimer.cancel();
        CardDrive idle = drive;
        if (idle == null || power != Power.IDLE) {
            return;
        }
        powerOffTimer = loop.after(idlePowerOff, () -> {
            if (drive == idle && power == Power.IDLE) {
                power = Power.OFF;
                agree(Protocol.UNDEFINED);
                idle.powerOff(_ -> {});
            }
        });
    }

    private void countEvent() {
        eventCounter = (eventCounter + 1) & 0xFFFF;
        listener.touched();
        listener.changed();
    }

    @Override
    public String toString() {
        return name;
    }
}
