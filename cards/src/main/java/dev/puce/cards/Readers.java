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

/// The readers of this machine: the entry point of the library.
///
///     try (Readers readers = Readers.open(); Card card = readers.list().getFirst().connect()) {
///         System.out.println(card.transmit("A0 A4 00 00 02 7F10").status());
///     }
///
/// Recovers by itself: while the PC/SC service is stopped, calls fail with its return code. After it starts, or
/// starts again, calls work without reopening anything. Connections to cards do not survive a restart; connect
/// again.
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

    /// Opens the readers of this machine's PC/SC service, through its native library or, without one, through
    /// pcscd's socket. [Pcsc#open()] explains the choice. The service may start later.
    public static Readers open() {
        return new Readers(Pcsc.open(), true);
    }

    /// Opens the readers of a chosen PC/SC service.
    ///
    /// @param backend the service, as [Pcsc#open(String)] takes it
    public static Readers open(String backend) {
        return new Readers(Pcsc.open(backend), true);
    }

    /// Opens the readers of another PC/SC backend. Closing this object does not close the backend.
    public static Readers over(Pcsc pcsc) {
        return new Readers(Objects.requireNonNull(pcsc), false);
    }

    /// Lists all attached readers; empty if there is none.
    ///
    /// @throws PcscException with `SCARD_E_NO_SERVICE` if there is no PC/SC service. Not on Windows, where the
    /// service ends with its last reader.
    public List<Reader> list() {
        try {
            return readers(context.ask(pcsc::listReaders));
        } catch (PcscException e) {
            if (LostServiceCodes.meansNoReader(e.code())) {
                return List.of();
            }
            throw e;
        }
    }

    /// Lists all attached readers of some groups. Groups matter on Windows only.
    public List<Reader> list(String group, String... more) {
        var groups = new ArrayList<>(List.of(group));
        groups.addAll(List.of(more));
        return readers(context.ask(handle -> pcsc.listReaders(handle, groups)));
    }

    /// Lists the names of all reader groups.
    public List<String> groups() {
        return context.ask(pcsc::listReaderGroups);
    }

    /// Finds the readers with a matching name. `acs` matches names that contain it, ignoring case. `ACS*00 00`
    /// matches whole names: `*` stands for any text, `?` for any character.
    public List<Reader> find(String pattern) {
        var names = new NamePattern(pattern);
        return list().stream().filter(reader -> names.matches(reader.name())).toList();
    }

    /// Finds the only reader with a matching name; see [#find(String)].
    ///
    /// @throws NoSuchReaderException if no reader matches, or more than one
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

    /// Returns the reader with exactly this name, whether it is attached or not.
    public Reader named(String name) {
        return new Reader(this, name);
    }

    /// Starts a request for a card. The returned object selects cards, readers and timeout.
    public CardRequest cardRequest() {
        return new CardRequest(this);
    }

    /// Waits for any usable card in any reader; a card that is already present matches.
    ///
    /// @param timeout longest wait (monotonic clock)
    /// @throws PcscException with `SCARD_E_TIMEOUT` after the timeout
    public InsertedCard waitForCard(Duration timeout) throws InterruptedException {
        return cardRequest().timeout(timeout).await();
    }

    /// Returns the shared monitor of these readers. It starts with the first call and ends with this object.
    public ReaderMonitor monitor() {
        synchronized (connections) {
            requireOpen();
            if (monitor.isEmpty()) {
                monitor = Optional.of(ReaderMonitor.start(pcsc));
            }
            return monitor.get();
        }
    }

    /// Returns the PC/SC backend, for functions that this library does not cover.
    public Pcsc pcsc() {
        return pcsc;
    }

    /// Ends waits and monitors, closes all cards that were connected from here, and releases the context.
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
        connection.onClose(() -> connections.remove(connection));
        if (closed) {
            connection.close(); // the readers were closed while connecting
            requireOpen();
        }
        Card card = Card.over(connection, reader, options, calls);
        UnreachableCards.CLEANER.register(card, connection::close);
        return card;
    }

    /// Waits until the reader holds a card, or none; an unplugged reader holds none.
    boolean await(String reader, boolean present, Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long limit = TimeUnit.NANOSECONDS.convert(timeout);
        try (EventQueue events = monitor().queue()) {
            while (hasCard(reader) != present) {
                Optional<ReaderEvent> event = events.poll(Duration.ofNanos(limit - (System.nanoTime() - start)));
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
        return stateIfAttached(reader)
                .filter(state -> state.eventState().has(EventState.PRESENT))
                .isPresent();
    }

    /// Returns the current state of a reader; empty if it is unplugged or there is no service.
    Optional<ReaderState> stateIfAttached(String reader) {
        try {
            return Optional.of(stateOf(reader));
        } catch (PcscException e) {
            if (e.code().equals(ReturnCode.UNKNOWN_READER) || LostServiceCodes.contains(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<Reader> readers(List<String> names) {
        return names.stream().map(name -> new Reader(this, name)).toList();
    }

    /// Closes connections of cards that became unreachable without being closed. One cleaner for all readers,
    /// because each costs a thread; created with the first card.
    private static final class UnreachableCards {
        static final Cleaner CLEANER = Cleaner.create();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("these readers are closed; open new ones with Readers.open()");
        }
    }
}
