package dev.puce.cli.demo;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.VirtualCard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The program of `puce demo`: it waits for a card, reads, is refused, verifies its PIN, and reads again.
final class DemoConversation {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// As long as a hand needs, more or less.
    private static final Duration INSERTION = Duration.ofMillis(200);

    private static final int STATUS_WORD = 2;

    private static final Bytes SELECT_MASTER_FILE = Bytes.hex("00 A4 00 0C 02 3F 00");
    private static final Bytes READ_GREETING = Bytes.hex("00 B0 81 00 0F"); // file with short identifier 1
    private static final Bytes SELECT_SECRET = Bytes.hex("00 A4 02 0C 02 00 02");
    private static final Bytes READ_SECRET = Bytes.hex("00 B0 00 00 00");
    private static final Bytes VERIFY = Bytes.hex("00 20 00 01 08 31 32 33 34 FF FF FF FF");
    private static final Bytes SELECT_APPLICATION = Bytes.hex("00 A4 04 0C 06 F0 70 75 63 65 01");
    private static final Bytes READ_RECORD = Bytes.hex("00 B2 01 0C 00"); // the first one, short identifier 1

    private final VirtualReader slot;
    private final VirtualCard card;

    DemoConversation(VirtualReader slot, VirtualCard card) {
        this.slot = slot;
        this.card = card;
    }

    /// Talks through the socket, as any program does.
    ///
    /// @return the texts that it read from the card
    String hold(Path socket) throws InterruptedException {
        try (Pcsc pcsc = Pcsc.open("socket:" + socket)) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            String reader = pcsc.listReaders(context).getFirst();
            EventState empty = change(pcsc, context, reader, EventState.UNAWARE);

            Thread hand = Thread.ofPlatform().name("hand with card").start(this::insertSoon);
            EventState present = change(pcsc, context, reader, empty);
            hand.join();

            String read = talk(pcsc, context, reader);
            slot.remove();
            change(pcsc, context, reader, present);
            pcsc.releaseContext(context);
            return read;
        }
    }

    private void insertSoon() {
        try {
            Thread.sleep(INSERTION);
            slot.insert(card);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the reader is in another state.
    private static EventState change(Pcsc pcsc, long context, String reader, EventState current) {
        List<ReaderState> states = pcsc.getStatusChange(context, PATIENCE, List.of(new ReaderQuery(reader, current)));
        return new EventState(states.getFirst().eventState().value() & ~EventState.CHANGED);
    }

    private static String talk(Pcsc pcsc, long context, String reader) {
        var connected = pcsc.connect(context, reader, ShareMode.SHARED, Protocols.ANY);
        long handle = connected.card();
        var protocol = connected.activeProtocol();
        pcsc.beginTransaction(handle);
        pcsc.transmit(handle, protocol, SELECT_MASTER_FILE);
        Bytes greeting = pcsc.transmit(handle, protocol, READ_GREETING);
        pcsc.transmit(handle, protocol, SELECT_SECRET);
        pcsc.transmit(handle, protocol, READ_SECRET); // refused: it wants the PIN first
        pcsc.transmit(handle, protocol, VERIFY);
        Bytes secret = pcsc.transmit(handle, protocol, READ_SECRET);
        pcsc.transmit(handle, protocol, SELECT_APPLICATION);
        pcsc.transmit(handle, protocol, READ_RECORD);
        pcsc.endTransaction(handle, Disposition.LEAVE);
        pcsc.disconnect(handle, Disposition.RESET); // the card forgets that it has seen the PIN
        return "\"" + text(greeting) + "\", and with the PIN \"" + text(secret) + "\"";
    }

    private static String text(Bytes response) {
        return response.slice(0, response.length() - STATUS_WORD).text(StandardCharsets.US_ASCII);
    }
}
