package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Request;
import java.time.Duration;

/// An engine with one reader, on a loop whose clock the test controls.
final class EngineFixture {
    static final int SHARED = 2;
    static final int EXCLUSIVE = 1;
    static final int DIRECT = 3;
    static final int ANY = 3;
    static final int LEAVE = 0;
    static final int RESET = 1;
    static final int UNPOWER = 2;
    static final int EJECT = 3;

    final ManualLoop loop = new ManualLoop();
    final Engine engine;
    final EngineReader reader;

    EngineFixture() {
        this(Limits.USUAL);
    }

    EngineFixture(Limits limits) {
        engine = new Engine(loop, Runnable::run, limits, Duration.ofSeconds(5));
        reader = engine.addReader("EngineReader", ReaderProfile.SIMPLE);
    }

    /// Makes an engine whose card has this ATR.
    static EngineFixture withCard(Bytes atr) {
        var fixture = new EngineFixture();
        fixture.insert(new EchoCard(atr));
        return fixture;
    }

    /// Makes an engine whose card supports T=1.
    static EngineFixture withCard() {
        return withCard(EchoCard.DEFAULT_ATR);
    }

    void insert(VirtualCard card) {
        engine.insert(reader, card, () -> {});
        loop.runActions();
    }

    FakeClient client() {
        return FakeClient.establish(engine, ProtocolVersion.V4_4);
    }

    ReaderEntry entry() {
        return reader.entry();
    }

    /// Returns the entry of the reader table as `state 34, sharing 1, protocol 2`.
    String state() {
        ReaderEntry entry = entry();
        return "state %X, sharing %d, protocol %d".formatted(entry.state(), entry.sharing(), entry.protocol());
    }

    static Request.Transmit transmit(int card, String apdu) {
        return new Request.Transmit(card, 2, 16, 3, 16, 258, Bytes.hex(apdu));
    }
}
