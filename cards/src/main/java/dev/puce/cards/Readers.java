package dev.puce.cards;

import dev.puce.cards.event.EventQueue;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.cards.event.ReaderMonitor;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.ReturnCode;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The readers of this machine: where everything begins.
///
///     try (Readers readers = Readers.open(); Card card = readers.list().getFirst().connect()) {
///         System.out.println(card.transmit("A0 A4 00 00 02 7F10").status());
///     }
///
/// It heals: when the PC/SC service stops, starts again, or starts only after this program, calls that fail
/// meanwhile say so, and those that come afterwards work, without anything being opened anew. Cards that were
/// connected are lost with the service and must be connected again.
///
/// Thread-safe. [#close()] ends waits and monitors and closes all cards that were connected from here.
public final class Readers implements AutoCloseable {
    private final Pcsc pcsc;
    private final boolean ownsPcsc;
    private final RenewableContext context;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CallsWithTimeout calls = new CallsWithTimeout();
    private Optional<ReaderMonitor> monitor = Optional.empty();
    private volatile boolean closed;

    private Readers(Pcsc pcsc, boolean ownsPcsc) {
        this.pcsc = pcsc;
        this.ownsPcsc = ownsPcsc;
        this.context = new RenewableContext(pcsc);
    }

    /// The readers of the PC/SC service of this machine, through its native library or, where there is none,
    /// through pcscd's socket; [Pcsc#open()] says how to choose. The service need not run yet.
    public static Readers open() {
        return new Readers(Pcsc.open(), true);
    }

    /// The readers of whoever answers PC/SC calls here; it is not closed with this object.
    public static Readers over(Pcsc pcsc) {
        return new Readers(Objects.requireNonNull(pcsc), false);
    }

    /// All readers at this moment; empty if there is none.
    ///
    /// @throws PcscException with `SCARD_E_NO_SERVICE` if there is no PC/SC service; not on Windows, whose
    /// service ends with its last reader
    public List<Reader> list() {
        try {
            return readers(context.ask(pcsc::listReaders));
        } catch (PcscException e) {
            if (LostServiceCodes.isRest(e.code())) {
                return List.of();
            }
            throw e;
        }
    }

    /// All readers of some groups at this moment. Groups matter on Windows only.
    public List<Reader> list(String group, String... more) {
        var groups = new ArrayList<>(List.of(group));
        groups.addAll(List.of(more));
        return readers(context.ask(handle -> pcsc.listReaders(handle, groups)));
    }

    /// Names of all groups of readers.
    public List<String> groups() {
        return context.ask(pcsc::listReaderGroups);
    }

    /// The readers whose name fits: `acs` finds names that contain it in any case, `ACS*00 00` those that match
    /// it as a whole, with `*` for any text and `?` for any character.
    public List<Reader> find(String pattern) {
        var names = new NamePattern(pattern);
        return list().stream().filter(reader -> names.matches(reader.name())).toList();
    }

    /// The one reader whose name fits; see [#find(String)].
    ///
    /// @throws NoSuchReaderException if none does, or more than one
    public Reader require(String pattern) {
        List<Reader> all = list();
        var names = new NamePattern(pattern);
        List<Reader> found =
                all.stream().filter(reader -> names.matches(reader.name())).toList();
        if (found.size() != 1) {
            throw new NoSuchReaderException(pattern, found, all);
        }
        return found.getFirst();
    }

    /// The reader of exactly this name, whether it is there or not.
    public Reader named(String name) {
        return new Reader(this, name);
    }

    /// Waits for a card: which, where and how long is said to what is returned.
    public CardRequest cardRequest() {
        return new CardRequest(this);
    }

    /// Waits for any usable card in any reader; one that is there already will do.
    ///
    /// @param timeout longest wait (monotonic clock)
    /// @throws PcscException with `SCARD_E_TIMEOUT` if none came
    public InsertedCard waitForCard(Duration timeout) throws InterruptedException {
        return cardRequest().timeout(timeout).await();
    }

    /// The monitor of these readers; it starts when it is first asked for, and ends with this object.
    public ReaderMonitor monitor() {
        synchronized (connections) {
            requireOpen();
            if (monitor.isEmpty()) {
                monitor = Optional.of(ReaderMonitor.start(pcsc));
            }
            return monitor.get();
        }
    }

    /// Who answers, for what this library has no method for.
    public Pcsc pcsc() {
        return pcsc;
    }

    /// Ends waits and monitors, closes all cards that were connected from here, and releases what is held.
    @Override
    public void close() {
        Optional<ReaderMonitor> running;
        synchronized (connections) {
            closed = true;
            running = monitor;
        }
        running.ifPresent(ReaderMonitor::close);
        connections.forEach(Connection::close);
        context.close();
        calls.close();
        if (ownsPcsc) {
            pcsc.close();
        }
    }

    ReaderState stateOf(String reader) {
        return context.ask(handle -> pcsc.getStatusChange(
                        handle, Duration.ZERO, List.of(new ReaderQuery(reader, EventState.UNAWARE))))
                .getFirst();
    }

    Card connect(String reader, ConnectOptions options) {
        requireOpen();
        var call = new Call.Connect(0, reader, options.shareMode(), options.protocols());
        Pcsc observed = options.observers().isEmpty() ? pcsc : new ObservedPcsc(pcsc, options.observers());
        Connection connection =
                calls.run(call, () -> Connection.open(observed, reader, options), Connection::close, options.timeout());
        connections.add(connection);
        connection.whenClosed(() -> connections.remove(connection));
        if (closed) {
            connection.close(); // closed meanwhile
            requireOpen();
        }
        Card card = Card.over(connection, reader, options, calls);
        ForgottenCards.CLEANER.register(card, connection::close);
        return card;
    }

    /// Waits until the reader holds a card, or none; a reader that is not there holds none.
    boolean await(String reader, boolean present, Duration timeout) throws InterruptedException {
        long begin = System.nanoTime();
        long limit = TimeUnit.NANOSECONDS.convert(timeout);
        try (EventQueue events = monitor().queue()) {
            while (hasCard(reader) != present) {
                Optional<ReaderEvent> event = events.poll(Duration.ofNanos(limit - (System.nanoTime() - begin)));
                if (event.isEmpty()) {
                    if (events.isFinished()) {
                        throw CardRequest.closed();
                    }
                    return false;
                }
            }
            return true;
        }
    }

    private boolean hasCard(String reader) {
        try {
            return stateOf(reader).eventState().has(EventState.PRESENT);
        } catch (PcscException e) {
            if (e.code().equals(ReturnCode.UNKNOWN_READER) || LostServiceCodes.isSaidBy(e.code())) {
                return false;
            }
            throw e;
        }
    }

    private List<Reader> readers(List<String> names) {
        return names.stream().map(name -> new Reader(this, name)).toList();
    }

    /// Closes connections of cards that nobody closed and nobody can reach. One for all readers, because each
    /// costs a thread; made when the first card is connected.
    private static final class ForgottenCards {
        static final Cleaner CLEANER = Cleaner.create();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("these readers are closed");
        }
    }
}
