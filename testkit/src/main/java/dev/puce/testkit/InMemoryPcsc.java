package dev.puce.testkit;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// A PC/SC service in memory that follows pcsc-lite's rules as far as the library depends on them. The test
/// inserts and removes readers and cards, stops and starts the service, and blocks transactions. Module `it` runs
/// the same tests against real services; here the test controls the order of events.
public final class InMemoryPcsc implements Pcsc {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<Long, Boolean> cancelledByContext = new LinkedHashMap<>();
    private final Map<Long, Handle> handles = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private Optional<ReturnCode> down = Optional.empty();
    private ReturnCode stale = ReturnCode.INVALID_HANDLE;
    private long next = 1;
    private int arrivals = 1;
    private int mostReaders = Integer.MAX_VALUE;
    private PlugAndPlay plugAndPlay = PlugAndPlay.COUNTS;
    private Protocol protocol = Protocol.T1;

    /// Reply of a service to the PnP pseudo reader.
    public enum PlugAndPlay {
        /// An event counter, as pcsc-lite 2.3 and Windows.
        COUNTS,
        /// The state of an unknown reader.
        STATE_UNKNOWN,
        /// `SCARD_E_UNKNOWN_READER` for the whole call.
        UNKNOWN_READER,
        /// No reply: the state is not written.
        SILENT
    }

    private static final class Slot {
        private int count;
        private boolean occupied;
        private Bytes atr = Bytes.EMPTY;
        private UnaryOperator<Bytes> card = _ -> Bytes.EMPTY;
        private long owner;

        boolean hasCard() {
            return occupied;
        }
    }

    private static final class Handle {
        private final long context;
        private final String reader;
        private ReturnCode trouble = ReturnCode.SUCCESS;

        Handle(long context, String reader) {
            this.context = context;
            this.reader = reader;
        }
    }

    /// Creates a running service without readers.
    public InMemoryPcsc() {
        // the fields hold the initial state
    }

    /// Sets the reply to the PnP pseudo reader.
    public void plugAndPlay(PlugAndPlay way) {
        change(() -> plugAndPlay = way);
    }

    /// Makes a wait with more readers fail, as in libpcsclite up to 2.4.
    public void limitWaitsTo(int readers) {
        mostReaders = readers;
    }

    /// Attaches a reader.
    public void addReader(String name) {
        change(() -> {
            slots.put(name, new Slot());
            arrivals++;
        });
    }

    /// Detaches a reader.
    public void removeReader(String name) {
        change(() -> {
            slots.remove(name);
            arrivals++;
        });
    }

    /// Inserts a card; one with an empty ATR is mute.
    public void insert(String reader, Bytes atr, UnaryOperator<Bytes> card) {
        change(() -> {
            Slot slot = slots.get(reader);
            slot.count++;
            slot.occupied = true;
            slot.atr = atr;
            slot.card = card;
        });
    }

    /// Gives a mute card an ATR, as if it answered to another reset.
    public void answerToReset(String reader, Bytes atr) {
        change(() -> slots.get(reader).atr = atr);
    }

    /// Removes the card.
    public void remove(String reader) {
        change(() -> {
            Slot slot = slots.get(reader);
            slot.count++;
            slot.occupied = false;
            slot.atr = Bytes.EMPTY;
            slot.owner = 0;
            handles.values().stream()
                    .filter(handle -> handle.reader.equals(reader))
                    .forEach(handle -> handle.trouble = ReturnCode.REMOVED_CARD);
        });
    }

    /// Resets the card as another program would.
    public void resetByOther(String reader) {
        change(() -> handles.values().stream()
                .filter(handle -> handle.reader.equals(reader))
                .forEach(handle -> handle.trouble = ReturnCode.RESET_CARD));
    }

    /// Stops the service: contexts and handles are lost, new contexts fail with this code.
    public void stop(ReturnCode code) {
        change(() -> {
            down = Optional.of(code);
            cancelledByContext.clear();
            handles.clear();
        });
    }

    /// Starts the service; event counters restart.
    public void start() {
        change(() -> {
            down = Optional.empty();
            slots.values().forEach(slot -> slot.count = slot.hasCard() ? 1 : 0);
        });
    }

    /// Restarts the service; calls with old handles fail with this code.
    public void restart(ReturnCode forOldHandles) {
        stop(ReturnCode.NO_SERVICE);
        change(() -> stale = forOldHandles);
        start();
    }

    /// Begins (owner -1) or ends (owner 0) a transaction of another program.
    public void otherHolds(String reader, boolean holds) {
        change(() -> slots.get(reader).owner = holds ? -1 : 0);
    }

    /// Sets the protocol of cards that are connected from now on.
    public void protocol(Protocol spoken) {
        change(() -> protocol = spoken);
    }

    /// Returns all calls so far.
    public List<Call> calls() {
        lock.lock();
        try {
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    /// Returns the number of established contexts.
    public int openContexts() {
        lock.lock();
        try {
            return cancelledByContext.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Answer answer(Call call) {
        lock.lock();
        try {
            calls.add(call);
            return switch (call) {
                case Call.EstablishContext _ -> establish();
                case Call.ReleaseContext release -> release(release.context());
                case Call.IsValidContext valid ->
                    Answer.of(
                            cancelledByContext.containsKey(valid.context())
                                    ? ReturnCode.SUCCESS
                                    : ReturnCode.INVALID_HANDLE);
                case Call.ListReaderGroups groups ->
                    inContext(
                            groups.context(),
                            Answer.success(new Result.ListReaderGroups(List.of("SCard$DefaultReaders"))));
                case Call.ListReaders list -> inContext(list.context(), listReaders());
                case Call.GetStatusChange get -> getStatusChange(get);
                case Call.Cancel cancel -> cancelWaits(cancel.context());
                case Call.Connect connect -> connect(connect);
                case Call.Reconnect reconnect -> reconnect(reconnect);
                case Call.Disconnect disconnect -> disconnect(disconnect);
                case Call.BeginTransaction begin -> begin(begin.card());
                case Call.EndTransaction end -> end(end);
                case Call.Status status -> statusOf(status.card());
                case Call.Transmit transmit -> transmit(transmit);
                case Call.Control control -> onCard(control.card(), _ -> Answer.of(ReturnCode.UNEXPECTED));
                case Call.GetAttrib get -> onCard(get.card(), _ -> Answer.of(ReturnCode.UNEXPECTED));
                case Call.SetAttrib set -> onCard(set.card(), _ -> Answer.of(ReturnCode.UNEXPECTED));
                case Call.FreeMemory _, Call.NameOnly _, Call.Mark _, Call.Unknown _ ->
                    Answer.of(ReturnCode.UNEXPECTED);
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.of(ReturnCode.CANCELLED);
        } finally {
            lock.unlock();
        }
    }

    private Answer establish() {
        if (down.isPresent()) {
            return Answer.of(down.get());
        }
        cancelledByContext.put(++next, false);
        return Answer.success(new Result.EstablishContext(next));
    }

    private Answer release(long context) {
        handles.entrySet().removeIf(entry -> {
            boolean mine = entry.getValue().context == context;
            if (mine) {
                unlock(entry.getKey());
            }
            return mine;
        });
        changed.signalAll();
        return Answer.of(cancelledByContext.remove(context) == null ? ReturnCode.INVALID_HANDLE : ReturnCode.SUCCESS);
    }

    private Answer listReaders() {
        return slots.isEmpty()
                ? Answer.of(ReturnCode.NO_READERS_AVAILABLE)
                : Answer.success(new Result.ListReaders(List.copyOf(slots.keySet())));
    }

    private Answer getStatusChange(Call.GetStatusChange call) throws InterruptedException {
        if (call.readers().orElseThrow().size() > mostReaders) {
            return Answer.of(ReturnCode.INVALID_PARAMETER);
        }
        long nanos = TimeUnit.MILLISECONDS.toNanos(call.timeout().orElse(Long.MAX_VALUE / 2_000_000));
        cancelledByContext.computeIfPresent(call.context(), (_, _) -> false);
        while (true) {
            Boolean cancelled = cancelledByContext.get(call.context());
            if (cancelled == null) {
                return Answer.of(down.orElse(stale));
            }
            if (cancelled) {
                return Answer.of(ReturnCode.CANCELLED);
            }
            var states = new ArrayList<ReaderState>();
            boolean news = false;
            for (ReaderQuery query : call.readers().orElseThrow()) {
                boolean pseudo = query.reader().equals(ReaderQuery.PNP_NOTIFICATION);
                boolean known = pseudo ? plugAndPlay != PlugAndPlay.UNKNOWN_READER : slots.containsKey(query.reader());
                if (!known && query.currentState().equals(EventState.UNAWARE)) {
                    return Answer.of(ReturnCode.UNKNOWN_READER);
                }
                ReaderState state = state(query);
                news |= state.eventState().has(EventState.CHANGED);
                states.add(state);
            }
            if (news) {
                return Answer.success(new Result.GetStatusChange(states));
            }
            if (nanos <= 0) {
                return new Answer(ReturnCode.TIMEOUT, new Result.GetStatusChange(states));
            }
            nanos = changed.awaitNanos(nanos);
        }
    }

    private ReaderState state(ReaderQuery query) {
        int current = query.currentState().value();
        if (query.reader().equals(ReaderQuery.PNP_NOTIFICATION)) {
            int known = current >>> 16;
            boolean news = known != 0 && known != arrivals;
            int pseudo = switch (plugAndPlay) {
                case COUNTS -> arrivals << 16 | (news ? EventState.CHANGED : 0);
                case STATE_UNKNOWN -> EventState.CHANGED | EventState.UNKNOWN | EventState.UNAVAILABLE;
                case UNKNOWN_READER, SILENT -> 0;
            };
            return new ReaderState(
                    query.reader(), Optional.of(query.currentState()), new EventState(pseudo), Bytes.EMPTY);
        }
        Slot slot = slots.get(query.reader());
        int flags = slot == null ? EventState.UNKNOWN | EventState.UNAVAILABLE : slot.count << 16 | flags(slot);
        boolean news = (current & ~EventState.CHANGED) != flags;
        return new ReaderState(
                query.reader(),
                Optional.of(query.currentState()),
                new EventState(flags | (news ? EventState.CHANGED : 0)),
                slot == null ? Bytes.EMPTY : slot.atr);
    }

    private static int flags(Slot slot) {
        if (!slot.hasCard()) {
            return EventState.EMPTY;
        }
        return slot.atr.isEmpty() ? EventState.PRESENT | EventState.MUTE : EventState.PRESENT;
    }

    private Answer cancelWaits(long context) {
        cancelledByContext.computeIfPresent(context, (_, _) -> true);
        changed.signalAll();
        return Answer.success();
    }

    private Answer connect(Call.Connect call) throws InterruptedException {
        while (true) {
            if (!cancelledByContext.containsKey(call.context())) {
                return Answer.of(down.orElse(stale));
            }
            Slot slot = slots.get(call.reader());
            if (slot == null) {
                return Answer.of(ReturnCode.UNKNOWN_READER);
            }
            boolean direct = call.shareMode().equals(ShareMode.DIRECT);
            if (slot.owner == 0) {
                if (!slot.hasCard() && !direct) {
                    return Answer.of(ReturnCode.NO_SMARTCARD);
                }
                handles.put(++next, new Handle(call.context(), call.reader()));
                return Answer.success(new Result.Connect(next, direct ? Protocol.UNDEFINED : protocol));
            }
            changed.await();
        }
    }

    private Answer reconnect(Call.Reconnect call) {
        Handle handle = handles.get(call.card());
        if (handle == null) {
            return Answer.of(down.orElse(stale));
        }
        handle.trouble = ReturnCode.SUCCESS;
        return slots.get(handle.reader).hasCard()
                ? Answer.success(new Result.Reconnect(Protocol.T1))
                : Answer.of(ReturnCode.NO_SMARTCARD);
    }

    private Answer disconnect(Call.Disconnect call) {
        unlock(call.card());
        return Answer.of(handles.remove(call.card()) == null ? ReturnCode.INVALID_HANDLE : ReturnCode.SUCCESS);
    }

    private Answer begin(long card) throws InterruptedException {
        while (true) {
            Handle handle = handles.get(card);
            if (handle == null) {
                return Answer.of(down.orElse(stale));
            }
            if (!handle.trouble.isSuccess()) {
                return Answer.of(handle.trouble);
            }
            Slot slot = slots.get(handle.reader);
            if (slot.owner == 0) {
                slot.owner = card;
                return Answer.success();
            }
            changed.await();
        }
    }

    private Answer end(Call.EndTransaction call) {
        return onCard(call.card(), _ -> {
            unlock(call.card());
            if (!call.disposition().equals(Disposition.LEAVE)) {
                handles.get(call.card()).trouble = ReturnCode.RESET_CARD;
            }
            return Answer.success();
        });
    }

    private Answer statusOf(long card) {
        return onCard(
                card,
                slot -> Answer.success(new Result.Status(
                        handles.get(card).reader,
                        new CardState(slot.hasCard() ? CardState.PRESENT : CardState.ABSENT),
                        Protocol.T1,
                        slot.atr)));
    }

    private Answer transmit(Call.Transmit call) {
        Handle handle = handles.get(call.card());
        if (handle == null || !handle.trouble.isSuccess()) {
            return onCard(call.card(), _ -> Answer.success());
        }
        UnaryOperator<Bytes> card = slots.get(handle.reader).card;
        lock.unlock(); // other calls do not wait while the card works
        Bytes answer;
        try {
            answer = card.apply(call.sendBuffer());
        } finally {
            lock.lock();
        }
        return Answer.success(new Result.Transmit(call.sendPci(), answer));
    }

    private Answer onCard(long card, java.util.function.Function<Slot, Answer> work) {
        Handle handle = handles.get(card);
        if (handle == null) {
            return Answer.of(down.orElse(stale));
        }
        return handle.trouble.isSuccess() ? work.apply(slots.get(handle.reader)) : Answer.of(handle.trouble);
    }

    private Answer inContext(long context, Answer answer) {
        return cancelledByContext.containsKey(context) ? answer : Answer.of(down.orElse(stale));
    }

    private void unlock(long card) {
        slots.values().stream().filter(slot -> slot.owner == card).forEach(slot -> slot.owner = 0);
        changed.signalAll();
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String description() {
        return "PC/SC in memory";
    }

    @Override
    public void close() {
        stop(ReturnCode.NO_SERVICE);
    }
}
