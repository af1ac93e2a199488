package dev.puce.service.engine;

import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.ArrayList;
import java.util.List;

/// A program without a socket: sends requests to the engine and records the replies in order.
final class FakeClient implements ClientPort {
    /// The engine closed the connection.
    record Closed() implements Noted {}

    /// The request ended without a response.
    record Nothing() implements Noted {}

    /// A response or an event.
    record Got(Reply reply) implements Noted {}

    sealed interface Noted {}

    private final Engine engine;
    private final Client client;
    private final List<Noted> notes = new ArrayList<>();
    private int context;

    private FakeClient(Engine engine) {
        this.engine = engine;
        this.client = engine.connected(this);
    }

    static FakeClient connect(Engine engine) {
        return new FakeClient(engine);
    }

    /// Connects, negotiates a version and establishes a context.
    static FakeClient establish(Engine engine, ProtocolVersion version) {
        var client = new FakeClient(engine);
        client.ask(new Request.Version(version.major(), version.minor()));
        client.context = ((Reply.EstablishContext) client.ask(new Request.EstablishContext(2))).context();
        return client;
    }

    int context() {
        return context;
    }

    void send(Request request) {
        engine.handle(client, request);
    }

    /// Sends a request that is answered at once.
    Reply ask(Request request) {
        notes.clear();
        send(request);
        return reply();
    }

    /// Returns the return code of a request that is answered at once, as `8010000B`.
    String code(Request request) {
        return code(ask(request));
    }

    static String code(Reply reply) {
        return "%08X".formatted(((Reply.Coded) reply).returnCode());
    }

    /// Connects to a reader.
    ///
    /// @return the handle
    int open(EngineReader reader, int shareMode, int protocols) {
        var reply = (Reply.Connect) ask(new Request.Connect(context, reader.name(), shareMode, protocols));
        if (reply.returnCode() != 0) {
            throw new AssertionError("cannot connect: " + code(reply));
        }
        return reply.card();
    }

    /// Returns the only response so far.
    Reply reply() {
        if (notes.size() == 1 && notes.getFirst() instanceof Got(Reply reply)) {
            return reply;
        }
        throw new AssertionError("expected one response, got " + notes);
    }

    /// Returns the replies since the last [#ask] or [#forgetNotes].
    List<Noted> notes() {
        return notes;
    }

    void forgetNotes() {
        notes.clear();
    }

    /// Ends the program.
    void die() {
        engine.disconnected(client);
    }

    @Override
    public void answer(Request request, Reply reply) {
        notes.add(new Got(reply));
    }

    @Override
    public void answerStates(boolean all) {
        List<ReaderEntry> entries = engine.table().entries();
        notes.add(new Got(new Reply.ReadersState(all ? entries : entries.subList(0, ReaderEntry.USUAL_COUNT))));
    }

    @Override
    public void answerNothing() {
        notes.add(new Nothing());
    }

    @Override
    public void answerByClosing() {
        notes.add(new Closed());
    }

    @Override
    public void event(Reply.Event event) {
        notes.add(new Got(event));
    }
}
