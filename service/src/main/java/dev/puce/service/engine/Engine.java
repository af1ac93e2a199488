package dev.puce.service.engine;

import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The service without its sockets: receives requests, sends responses and events. All methods run on the loop.
public final class Engine {
    /// Protocol version of the service.
    public static final ProtocolVersion VERSION = ProtocolVersion.V4_6;

    /// Delay before the connection of a client with a foreign handle is closed.
    static final Duration INVALID_HANDLE_DELAY = Duration.ofSeconds(2);

    /// A name in pcscd's form: it ends with the number of the reader and of the slot.
    private static final Pattern NUMBERED = Pattern.compile(".+ [0-9A-F]{2,} [0-9A-F]{2}");

    /// Maximum length of a name in UTF-8, without the terminating NUL; the numbers take at least 6 bytes of it.
    private static final int MAX_NAME = 127;

    private static final int MAX_REGISTRATIONS = 64;

    private final EventLoop loop;
    private final Executor cardThreads;
    private final Limits limits;
    private final Duration idlePowerOff;
    private final ReaderTable table = new ReaderTable();
    private final Events events;
    private final Contexts contexts;
    private final CardTransactions transactions;
    private int clients;

    /// Makes an engine.
    ///
    /// @param cardThreads  runs the exchanges of slow cards
    /// @param idlePowerOff time until an unused card is powered off
    public Engine(EventLoop loop, Executor cardThreads, Limits limits, Duration idlePowerOff) {
        this.loop = loop;
        this.cardThreads = cardThreads;
        this.limits = limits;
        this.idlePowerOff = idlePowerOff;
        this.events = new Events(loop, table);
        this.contexts = new Contexts(limits);
        transactions = new CardTransactions(loop);
    }

    /// Returns the readers as clients see them.
    public ReaderTable table() {
        return table;
    }

    // --- readers and cards ---

    /// Adds a reader. If the name does not end in two numbers, they are added: the lowest free reader number, and
    /// the slot number 00.
    ///
    /// @throws IllegalArgumentException if the name is taken, empty or too long
    public EngineReader addReader(String name, ReaderProfile profile) {
        boolean numbered = NUMBERED.matcher(name).matches();
        int index = numbered ? -1 : table.freeIndex();
        String fullName = numbered ? name : "%s %02X 00".formatted(name, index);
        if (name.isBlank() || fullName.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new IllegalArgumentException(
                    "reader name \"" + name + "\" is empty, or longer than " + MAX_NAME + " bytes with its numbers");
        }
        if (table.byName(fullName).isPresent()) {
            throw new IllegalArgumentException("a reader \"" + fullName + "\" already exists");
        }
        var reader = new EngineReader(fullName, index, profile, loop, idlePowerOff, events);
        table.add(reader);
        events.readersChanged();
        return reader;
    }

    /// Unplugs a reader with its card; its handles become invalid.
    public void unplug(EngineReader reader) {
        if (reader.isUnplugged()) {
            return;
        }
        reader.unplug();
        table.remove(reader);
        events.readersChanged();
    }

    /// Inserts a card.
    ///
    /// @param then runs when the card has answered or failed to answer
    /// @throws IllegalStateException if the reader holds a card
    public void insert(EngineReader reader, VirtualCard card, Runnable then) {
        if (reader.isUnplugged()) {
            throw new IllegalStateException("\"" + reader.name() + "\" is unplugged");
        }
        if (reader.hasCard()) {
            throw new IllegalStateException("the reader \"" + reader.name() + "\" holds a card: remove it first");
        }
        reader.insert(new CardExecutor(card, loop, cardThreads), then);
    }

    /// Removes the card, if there is one.
    public void remove(EngineReader reader) {
        reader.remove();
    }

    /// Removes the card if the reader holds this one.
    public void remove(EngineReader reader, VirtualCard card) {
        if (reader.hasCard() && reader.executor().runs(card)) {
            reader.remove();
        }
    }

    /// Lets the card answer some more commands, and removes it during the next one.
    ///
    /// @throws IllegalStateException if the reader holds no card
    public void removeAfter(EngineReader reader, int commands) {
        if (!reader.hasCard()) {
            throw new IllegalStateException("the reader \"" + reader.name() + "\" holds no card");
        }
        if (commands < 0) {
            throw new IllegalArgumentException("the number of commands is " + commands + ", must not be negative");
        }
        reader.removeAfter(commands);
    }

    // --- clients ---

    /// Returns whether one more client may connect.
    public boolean hasRoom() {
        return clients < limits.clients();
    }

    /// Adds a client.
    public Client connected(ClientPort port) {
        clients++;
        return new Client(port, loop);
    }

    /// Removes a client. Its handles are released, and a card that it had locked is reset.
    public void disconnected(Client client) {
        clients--;
        events.remove(client);
        contexts.release(client, () -> {});
    }

    // --- requests ---

    /// Executes a request; the response goes to the client's port, now or later.
    public void handle(Client client, Request request) {
        ClientPort port = client.port;
        switch (request) {
            case Request.Version version -> port.answer(request, negotiate(client, version));
            case Request.EstablishContext establish -> port.answer(request, contexts.establish(client, establish));
            case Request.ReleaseContext release -> release(client, release);
            case Request.Connect connect -> connect(client, connect);
            case Request.Reconnect r -> withHandle(client, r.card(), handle -> reconnect(handle, r));
            case Request.Disconnect r -> withHandle(client, r.card(), handle -> disconnect(handle, r));
            case Request.BeginTransaction r -> withHandle(client, r.card(), handle -> begin(handle, r));
            case Request.EndTransaction r -> withHandle(client, r.card(), handle -> end(handle, r));
            case Request.Transmit r -> withHandle(client, r.card(), handle -> transmit(handle, r));
            case Request.Control r -> withHandle(client, r.card(), handle -> control(handle, r));
            case Request.Status r ->
                withHandle(
                        client,
                        r.card(),
                        handle -> port.answer(
                                r, new Reply.Status(Exchanges.status(handle).value())));
            case Request.GetAttrib r ->
                withHandle(client, r.card(), handle -> port.answer(r, Exchanges.attribute(handle, r)));
            case Request.SetAttrib r ->
                withHandle(client, r.card(), handle -> port.answer(r, Exchanges.setAttribute(handle)));
            case Request.Cancel cancel -> port.answer(request, cancel(cancel));
            case Request.GetReadersState _ -> port.answerStates(false);
            case Request.WaitReaderStateChange _ -> waitForEvent(client);
            case Request.StopWaitingReaderStateChange _ -> stopWaiting(client, request);
            case Request.GetReaderEvents _ -> port.answer(request, new Reply.ReaderEvents(events.readerEvents(), 0));
            case Request.GetReadersStateSize _ -> {
                client.eventWait.sizeRequested();
                port.answer(request, new Reply.ReadersStateSize(table.size()));
            }
            case Request.GetReadersStateArray _ -> {
                port.answerStates(true);
                client.eventWait.arraySent();
            }
            case Request.Unknown _, Request.Malformed _, Request.Skipped _ -> port.answerByClosing();
        }
    }

    private static Reply.Version negotiate(Client client, Request.Version requested) {
        var version = new ProtocolVersion(requested.major(), requested.minor());
        boolean supported = version.major() == VERSION.major()
                && version.compareTo(ProtocolVersion.V4_2) >= 0
                && version.compareTo(VERSION) <= 0;
        if (supported) {
            client.version = version;
        }
        ReturnCode code = supported ? ReturnCode.SUCCESS : ReturnCode.SERVICE_STOPPED;
        return new Reply.Version(VERSION.major(), VERSION.minor(), code.value());
    }

    private void release(Client client, Request.ReleaseContext request) {
        ReturnCode code = Contexts.checkOwn(client, request.context());
        if (code.isSuccess()) {
            contexts.release(client, () -> client.port.answer(request, new Reply.ReleaseContext(code.value())));
        } else {
            client.port.answer(request, new Reply.ReleaseContext(code.value()));
        }
    }

    private void connect(Client client, Request.Connect request) {
        ReturnCode checked = Connections.check(request);
        EngineReader reader = table.byName(request.reader()).orElse(null);
        if (!checked.isSuccess() || reader == null) {
            ReturnCode code = checked.isSuccess() ? ReturnCode.UNKNOWN_READER : checked;
            client.port.answer(request, new Reply.Connect(0, 0, code.value()));
            return;
        }
        contexts.connections().connect(client, reader, request, connected -> {
            Handle handle = connected.handle();
            int number = handle == null ? 0 : handle.number;
            ReturnCode code = handle == null ? connected.code() : contexts.add(handle, request.context());
            if (handle != null && !code.isSuccess()) {
                contexts.connections().disconnect(handle, Disposition.LEAVE, _ -> {});
            }
            client.port.answer(request, new Reply.Connect(number, connected.protocol(), code.value()));
        });
    }

    private void reconnect(Handle handle, Request.Reconnect request) {
        ReturnCode checked = Connections.check(request);
        if (checked.isSuccess() && handle.reader.isUnplugged()) {
            checked = ReturnCode.INVALID_VALUE;
        }
        if (checked.isSuccess()) {
            contexts.connections().reconnect(handle, request, reply -> handle.client.port.answer(request, reply));
        } else {
            handle.client.port.answer(request, new Reply.Reconnect(0, checked.value()));
        }
    }

    private void disconnect(Handle handle, Request.Disconnect request) {
        contexts.connections().disconnect(handle, new Disposition(request.disposition()), code -> {
            if (code.isSuccess()) {
                contexts.remove(handle);
            }
            handle.client.port.answer(request, new Reply.Disconnect(code.value()));
        });
    }

    private void begin(Handle handle, Request.BeginTransaction request) {
        Consumer<ReturnCode> answer =
                code -> handle.client.port.answer(request, new Reply.BeginTransaction(code.value()));
        if (handle.reader.isUnplugged()) {
            answer.accept(ReturnCode.INVALID_VALUE);
        } else {
            transactions.begin(handle, answer);
        }
    }

    private void end(Handle handle, Request.EndTransaction request) {
        var disposition = new Disposition(request.disposition());
        Consumer<ReturnCode> answer =
                code -> handle.client.port.answer(request, new Reply.EndTransaction(code.value()));
        if (!Connections.isKnown(disposition) || handle.reader.isUnplugged()) {
            answer.accept(ReturnCode.INVALID_VALUE);
        } else {
            transactions.end(handle, disposition, answer);
        }
    }

    private static void transmit(Handle handle, Request.Transmit request) {
        Exchanges.transmit(handle, request, reply -> handle.client.port.answer(request, reply));
    }

    private static void control(Handle handle, Request.Control request) {
        Exchanges.control(handle, request, reply -> handle.client.port.answer(request, reply));
    }

    private Reply.Cancel cancel(Request.Cancel request) {
        Optional<Client> waiting = contexts.client(request.context());
        waiting.ifPresent(events::cancel);
        ReturnCode code = waiting.isPresent() ? ReturnCode.SUCCESS : ReturnCode.INVALID_HANDLE;
        return new Reply.Cancel(code.value());
    }

    private void waitForEvent(Client client) {
        if (client.eventWait.registrations() >= MAX_REGISTRATIONS) {
            client.port.answerByClosing();
            return;
        }
        events.register(client);
        if (client.version.waitAnswersStates()) {
            client.port.answerStates(false);
        } else {
            client.port.answerNothing();
        }
    }

    private void stopWaiting(Client client, Request request) {
        if (events.unregister(client)) {
            client.port.answer(request, new Reply.StopWaitingReaderStateChange(0, 0));
        } else {
            client.port.answerNothing();
        }
    }

    /// Runs an action with the client's handle. A foreign handle closes the connection after a delay.
    private void withHandle(Client client, int number, Consumer<Handle> action) {
        Handle handle = client.handles.get(number);
        if (handle != null) {
            action.accept(handle);
        } else if (client.context == Client.NO_CONTEXT) {
            client.port.answerByClosing();
        } else {
            loop.after(INVALID_HANDLE_DELAY, client.port::answerByClosing);
        }
    }
}
