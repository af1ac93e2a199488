package dev.puce.system;

import dev.puce.iso7816.Bytes;
import dev.puce.system.CallScript.Step;
import dev.puce.testkit.Await;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Plays a [CallScript] to a daemon and notes the result of every step: codes, data, and the reader's state.
///
/// It notes a request without a timely answer as blocked, and leaves its client alone until the answer arrives.
final class ScriptRun implements AutoCloseable {
    /// Longer than pcscd's polling period for locks, a tenth of a second.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /// For what the other daemon has done.
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(20);

    private static final int EXCLUSIVE = 1;
    private static final int DIRECT = 3;
    private static final int ATTRIBUTE_NOBODY_HAS = 0x00030120;
    private static final int CONTROL_NOBODY_KNOWS = 0x42000001;
    private static final Bytes ANY_BYTES = Bytes.hex("01 02 03");

    /// The daemon and its card slot.
    interface World {
        Path socket();

        String reader();

        /// Longest time until an idle card is powered off.
        Duration switchOff();

        void insertCard() throws IOException;

        void pullCard() throws IOException;
    }

    /// A program: its connection, its context, its handles, and the request that is not answered yet.
    private static final class Program {
        private WireSession session;
        private int context;
        private final int[] handles = new int[CallScript.HANDLES];
        private final int[] modes = new int[CallScript.HANDLES];
        private Step pending;
    }

    private final World world;
    private final List<Program> programs = new ArrayList<>();
    private final WireSession observer;
    private final List<String> notes = new ArrayList<>();
    private final List<Step> played = new ArrayList<>();
    private List<String> expected = List.of();

    ScriptRun(World world) throws IOException {
        this.world = world;
        this.observer = WireSession.open(world.socket(), ProtocolVersion.V4_4);
        for (int i = 0; i < CallScript.CLIENTS; i++) {
            var program = new Program();
            open(program);
            programs.add(program);
        }
    }

    /// The result of every step.
    List<String> notes() {
        return notes;
    }

    /// The steps that had an effect, for another daemon.
    CallScript played() {
        return new CallScript(played);
    }

    private void open(Program program) throws IOException {
        program.session = WireSession.open(world.socket(), ProtocolVersion.V4_4);
        establish(program);
    }

    private static void establish(Program program) throws IOException {
        program.context = ((Reply.EstablishContext) program.session.ask(new Request.EstablishContext(2))).context();
    }

    /// Plays the steps.
    ///
    /// @param learning leaves out steps that cannot be compared: a second blocking request, whose order of
    ///                 service is undefined, and calls on a card that another client powered off, where our
    ///                 service is better
    ScriptRun play(CallScript script, boolean learning) throws IOException {
        for (Step step : script.steps()) {
            if (!makesSense(step) || (learning && isIncomparable(step))) {
                continue;
            }
            played.add(step);
            String outcome = perform(step);
            String late = lateAnswers();
            notes.add("%s -> %s%s | %s".formatted(step, outcome, late, settle(step)));
        }
        return this;
    }

    /// Plays the steps of a run with another daemon. A busy machine may delay an answer that the other daemon gave, so
    /// this waits longer for it.
    ScriptRun playLike(ScriptRun other) throws IOException {
        expected = other.notes;
        return play(other.played(), false);
    }

    /// Returns the note of the other run about this step, or an empty text.
    private String expected() {
        return notes.size() < expected.size() ? expected.get(notes.size()) : "";
    }

    private boolean makesSense(Step step) throws IOException {
        return switch (step) {
            case Step.Connect c -> isFree(c.client()) && programs.get(c.client()).handles[c.handle()] == 0;
            case Step.Reconnect r -> isOpen(r.client(), r.handle());
            case Step.Disconnect d -> isOpen(d.client(), d.handle());
            case Step.Begin b -> isOpen(b.client(), b.handle());
            case Step.End e -> isOpen(e.client(), e.handle());
            case Step.Status s -> isOpen(s.client(), s.handle());
            case Step.Transmit t -> isOpen(t.client(), t.handle());
            case Step.Control c -> isOpen(c.client(), c.handle());
            case Step.GetAttrib g -> isOpen(g.client(), g.handle());
            case Step.Release r -> isFree(r.client());
            case Step.Die d -> isFree(d.client());
            case Step.PullCard _ -> (entry().state() & 4) != 0;
            case Step.InsertCard _ -> (entry().state() & 2) != 0;
        };
    }

    private boolean isIncomparable(Step step) throws IOException {
        boolean somebodyBlocks = programs.stream().anyMatch(program -> program.pending != null);
        return switch (step) {
            case Step.Disconnect d ->
                (somebodyBlocks && d.disposition() != 0) || (d.disposition() == 2 && entry().sharing() > 1);
            case Step.Connect _ -> somebodyBlocks;
            case Step.Transmit t -> programs.get(t.client()).modes[t.handle()] == DIRECT && t.protocol() > 2;
            default -> false;
        };
    }

    private boolean isFree(int client) {
        return programs.get(client).pending == null;
    }

    private boolean isOpen(int client, int handle) {
        return isFree(client) && programs.get(client).handles[handle] != 0;
    }

    private String perform(Step step) throws IOException {
        return switch (step) {
            case Step.Connect c -> {
                Program program = programs.get(c.client());
                yield ask(
                        c.client(),
                        step,
                        new Request.Connect(program.context, world.reader(), c.mode(), c.protocols()));
            }
            case Step.Reconnect r ->
                ask(
                        r.client(),
                        step,
                        new Request.Reconnect(
                                card(r.client(), r.handle()), r.mode(), r.protocols(), r.initialization(), 0));
            case Step.Disconnect d ->
                ask(d.client(), step, new Request.Disconnect(card(d.client(), d.handle()), d.disposition()));
            case Step.Begin b -> ask(b.client(), step, new Request.BeginTransaction(card(b.client(), b.handle())));
            case Step.End e ->
                ask(e.client(), step, new Request.EndTransaction(card(e.client(), e.handle()), e.disposition()));
            case Step.Status s -> ask(s.client(), step, new Request.Status(card(s.client(), s.handle())));
            case Step.Transmit t ->
                ask(
                        t.client(),
                        step,
                        new Request.Transmit(
                                card(t.client(), t.handle()), t.protocol(), 16, 3, 16, t.recvLength(), t.command()));
            case Step.Control c ->
                ask(
                        c.client(),
                        step,
                        new Request.Control(card(c.client(), c.handle()), CONTROL_NOBODY_KNOWS, 258, ANY_BYTES));
            case Step.GetAttrib g ->
                ask(g.client(), step, new Request.GetAttrib(card(g.client(), g.handle()), ATTRIBUTE_NOBODY_HAS));
            case Step.Release r -> {
                Program program = programs.get(r.client());
                String outcome = ask(r.client(), step, new Request.ReleaseContext(program.context));
                establish(program);
                Arrays.fill(program.handles, 0);
                yield outcome;
            }
            case Step.Die d -> {
                Program program = programs.get(d.client());
                program.session.close();
                Arrays.fill(program.handles, 0);
                Await.until("its handles are closed", () -> entry().sharing() == expectedSharing());
                open(program);
                yield "gone";
            }
            case Step.PullCard _ -> {
                world.pullCard();
                Await.until("the card is out", () -> (entry().state() & 2) != 0);
                yield "out";
            }
            case Step.InsertCard _ -> {
                world.insertCard();
                Await.until("the card is in", () -> (entry().state() & 4) != 0);
                yield "in";
            }
        };
    }

    private int expectedSharing() {
        int handles = 0;
        for (Program program : programs) {
            for (int i = 0; i < CallScript.HANDLES; i++) {
                if (program.handles[i] != 0) {
                    if (program.modes[i] == EXCLUSIVE) {
                        return -1;
                    }
                    handles++;
                }
            }
        }
        return handles;
    }

    private int card(int client, int handle) {
        return programs.get(client).handles[handle];
    }

    private String ask(int client, Step step, Request request) throws IOException {
        Program program = programs.get(client);
        program.session.send(request);
        boolean mayBlock = expected().isEmpty() || expected().contains(" -> blocked");
        Optional<Reply> reply = program.session.receive(mayBlock ? PATIENCE : LONG_PATIENCE);
        if (reply.isEmpty()) {
            program.pending = step;
            return "blocked";
        }
        return note(program, step, reply.get());
    }

    /// Only a refused BEGIN delays its client, for a time that depends on the daemon.
    private String lateAnswers() throws IOException {
        var late = new StringBuilder();
        for (Program program : programs) {
            if (program.pending != null) {
                boolean isExpected = expected().contains("; then " + program.pending + " -> ");
                Optional<Reply> reply = program.session.receive(isExpected ? LONG_PATIENCE : PATIENCE);
                if (reply.isPresent()) {
                    Step step = program.pending;
                    program.pending = null;
                    late.append("; then ").append(step).append(" -> ").append(note(program, step, reply.get()));
                }
            }
        }
        return late.toString();
    }

    private static String note(Program program, Step step, Reply reply) {
        String code = HexFormat.of().toHexDigits(((Reply.Coded) reply).returnCode());
        switch (step) {
            case Step.Connect c
            when code.equals("00000000") -> {
                program.handles[c.handle()] = ((Reply.Connect) reply).card();
                program.modes[c.handle()] = c.mode();
            }
            case Step.Reconnect r when code.equals("00000000") -> program.modes[r.handle()] = r.mode();
            case Step.Disconnect d when code.equals("00000000") -> program.handles[d.handle()] = 0;
            default -> {}
        }
        return switch (reply) {
            case Reply.Connect c ->
                code + " protocol " + c.activeProtocol() + (c.card() == 0 ? " no handle" : " handle");
            case Reply.Reconnect r -> code + " protocol " + r.activeProtocol();
            case Reply.Transmit t ->
                code + " " + t.length() + " bytes " + t.data().toHex();
            default -> code;
        };
    }

    private ReaderEntry entry() throws IOException {
        var states = (Reply.ReadersState) observer.ask(new Request.GetReadersState());
        return states.entries().stream()
                .filter(entry -> entry.name().equals(world.reader()))
                .findFirst()
                .orElseThrow();
    }

    /// The state of the reader after an unused card has been powered off. The moment varies, and powering off
    /// discards the negotiated protocol.
    private String settle(Step step) throws IOException {
        boolean mayBeIdle = switch (step) {
            case Step.InsertCard _ -> true;
            case Step.Disconnect _, Step.Release _, Step.Die _ -> entry().sharing() == 0;
            default -> false;
        };
        if (mayBeIdle) {
            LockSupport.parkNanos(world.switchOff().toNanos());
        }
        long deadline = System.nanoTime() + LONG_PATIENCE.toNanos();
        String state = state();
        while (mayBeIdle
                && !expected().isEmpty()
                && !expected().endsWith(" | " + state)
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PATIENCE.toNanos());
            state = state();
        }
        return state;
    }

    private String state() throws IOException {
        ReaderEntry entry = entry();
        return "state %X, sharing %d, protocol %d, events %d, ATR %s"
                .formatted(
                        entry.state(),
                        entry.sharing(),
                        entry.protocol(),
                        entry.eventCounter(),
                        entry.atr().toHex());
    }

    @Override
    public void close() throws IOException {
        for (Program program : programs) {
            program.session.close();
        }
        observer.close();
    }
}
