package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Generates random requests and replies that the protocol allows.
final class RandomMessages {
    private static final int[] CODES = {0, 0, 0, 0x8010000B, 0x80100008, 0x80100016};

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    /// Generates a conversation of that version with `requests` requests, and with events where the protocol
    /// allows them.
    WrittenConversation dialogue(ProtocolVersion version, int requests) {
        var dialogue = new WrittenConversation().negotiate(version);
        int entries = version.hasStateArray() ? 2 + random.nextInt(40) : random.nextBoolean() ? 16 : 48;
        for (int i = 0; i < requests; i++) {
            switch (random.nextInt(6)) {
                case 0 -> states(dialogue, version, entries);
                case 1 -> wait(dialogue, version, entries);
                default -> {
                    Request request = request();
                    dialogue.ask(request, reply(request));
                }
            }
        }
        return dialogue;
    }

    private void states(WrittenConversation dialogue, ProtocolVersion version, int entries) {
        if (version.hasStateArray()) {
            dialogue.ask(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(entries));
            dialogue.ask(new Request.GetReadersStateArray(), new Reply.ReadersState(entries(entries)));
        } else {
            dialogue.ask(new Request.GetReadersState(), new Reply.ReadersState(entries(entries)));
        }
    }

    /// One WAIT, then an event, or STOP with its reply, or an event that overtakes STOP.
    private void wait(WrittenConversation dialogue, ProtocolVersion version, int entries) {
        Request wait = Request.WaitReaderStateChange.of(version);
        if (version.waitAnswersStates()) {
            dialogue.ask(wait, new Reply.ReadersState(entries(entries)));
        } else {
            dialogue.ask(wait);
        }
        if (version.hasReaderEvents() && random.nextBoolean()) {
            dialogue.ask(new Request.GetReaderEvents(), new Reply.ReaderEvents(random.nextInt(0x10000), 0));
        }
        Request stop = Request.StopWaitingReaderStateChange.of(version);
        switch (random.nextInt(3)) {
            case 0 -> dialogue.event(random.nextBoolean() ? Reply.Event.CHANGED : Reply.Event.CANCELLED);
            case 1 -> dialogue.ask(stop, new Reply.StopWaitingReaderStateChange(0, 0));
            default -> dialogue.event(Reply.Event.CHANGED).ask(stop);
        }
    }

    /// Generates any request except those for states and events.
    Request request() {
        int handle = random.nextInt();
        return switch (random.nextInt(14)) {
            case 0 -> new Request.EstablishContext(random.nextInt());
            case 1 -> new Request.ReleaseContext(handle);
            case 2 -> new Request.Connect(handle, name(), random.nextInt(), random.nextInt());
            case 3 ->
                new Request.Reconnect(handle, random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
            case 4 -> new Request.Disconnect(handle, random.nextInt());
            case 5 -> new Request.BeginTransaction(handle);
            case 6 -> new Request.EndTransaction(handle, random.nextInt());
            case 7, 8, 9 ->
                new Request.Transmit(handle, random.nextInt(), 16, random.nextInt(), 16, random.nextInt(), data());
            case 10 -> new Request.Control(handle, random.nextInt(), random.nextInt(), data());
            case 11 -> new Request.Status(handle);
            case 12 -> new Request.GetAttrib(handle, random.nextInt());
            default -> new Request.SetAttrib(handle, random.nextInt(), bytes(random.nextInt(265)));
        };
    }

    /// Generates a reply to the request.
    Reply reply(Request request) {
        int code = CODES[random.nextInt(CODES.length)];
        return switch (request) {
            case Request.EstablishContext _ -> new Reply.EstablishContext(random.nextInt(), code);
            case Request.ReleaseContext _ -> new Reply.ReleaseContext(code);
            case Request.Connect _ -> new Reply.Connect(random.nextInt(), random.nextInt(), code);
            case Request.Reconnect _ -> new Reply.Reconnect(random.nextInt(), code);
            case Request.Disconnect _ -> new Reply.Disconnect(code);
            case Request.BeginTransaction _ -> new Reply.BeginTransaction(code);
            case Request.EndTransaction _ -> new Reply.EndTransaction(code);
            case Request.Transmit _ when code == 0 -> Reply.Transmit.success(random.nextInt(), 16, data());
            case Request.Transmit _ -> new Reply.Transmit(1, 16, random.nextInt(300), Bytes.EMPTY, code);
            case Request.Control _ when code == 0 -> Reply.Control.success(data());
            case Request.Control _ -> new Reply.Control(random.nextInt(300), Bytes.EMPTY, code);
            case Request.Status _ -> new Reply.Status(code);
            case Request.GetAttrib _ -> new Reply.GetAttrib(bytes(Layout.ATTRIBUTE), random.nextInt(265), code);
            case Request.SetAttrib _ -> new Reply.SetAttrib(code);
            default -> throw new IllegalArgumentException("no reply for " + request);
        };
    }

    List<ReaderEntry> entries(int count) {
        var entries = new ArrayList<ReaderEntry>();
        for (int i = 0; i < count; i++) {
            entries.add(
                    random.nextInt(3) == 0
                            ? unused()
                            : new ReaderEntry(
                                    name(),
                                    random.nextInt(0x10000),
                                    random.nextInt(0x40),
                                    random.nextInt(-1, 4),
                                    bytes(Layout.ATR),
                                    random.nextInt(35),
                                    random.nextInt(5)));
        }
        return entries;
    }

    private ReaderEntry unused() {
        return new ReaderEntry("", 0, 0, 0, bytes(Layout.ATR), 34, 0);
    }

    private String name() {
        var name = new StringBuilder("Läser ");
        for (int i = random.nextInt(100); i > 0; i--) {
            name.append((char) ('!' + random.nextInt(90)));
        }
        return name.toString();
    }

    /// Generates mostly short data, sometimes of the maximum length.
    private Bytes data() {
        return bytes(
                switch (random.nextInt(20)) {
                    case 0 -> Layout.MAX_DATA;
                    case 1 -> 0;
                    default -> random.nextInt(300);
                });
    }

    private Bytes bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /// Generates bytes that are not messages.
    byte[] garbage(int length) {
        return random.nextBoolean()
                ? bytes(length).toArray()
                : "GET / HTTP/1.1\r\n".repeat(length / 16 + 1).getBytes(StandardCharsets.US_ASCII);
    }
}
