package dev.puce.system.soak;

import dev.puce.it.pcsc.PatternCard;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// Work with the PC/SC functions: every session has its own context, and every answer is checked.
record RawWork(Pcsc pcsc, List<String> readers, LongAdder exchanges) implements Work {
    @Override
    public void session(RandomGenerator random) {
        String reader = readers.get(random.nextInt(readers.size()));
        long context = pcsc.establishContext(Scope.SYSTEM);
        try {
            pcsc.listReaders(context);
            var query = new ReaderQuery(reader, EventState.UNAWARE);
            var state = pcsc.getStatusChange(context, Duration.ZERO, List.of(query));
            if (random.nextInt(4) == 0) {
                var known = new ReaderQuery(reader, state.getFirst().eventState());
                pcsc.getStatusChange(context, Duration.ofMillis(random.nextInt(20)), List.of(known));
            }
            var shareMode = random.nextInt(8) == 0 ? ShareMode.EXCLUSIVE : ShareMode.SHARED;
            long card = pcsc.connect(context, reader, shareMode, Protocols.ANY).card();
            boolean transaction = random.nextBoolean();
            if (transaction) {
                pcsc.beginTransaction(card);
            }
            exchange(card, random);
            pcsc.status(card);
            if (transaction) {
                pcsc.endTransaction(card, Disposition.LEAVE);
            }
            if (random.nextInt(8) != 0) { // else the release has to do it
                pcsc.disconnect(card, random.nextInt(10) == 0 ? Disposition.RESET : Disposition.LEAVE);
            }
        } finally {
            pcsc.answer(new Call.ReleaseContext(context)); // may be gone with its daemon
        }
    }

    private void exchange(long card, RandomGenerator random) {
        var response = new byte[Pcsc.MAX_BUFFER];
        for (int i = random.nextInt(10); i >= 0; i--) {
            int length = 2 + random.nextInt(random.nextInt(20) == 0 ? 60_000 : 300);
            int received =
                    pcsc.transmit(card, Protocol.T1, PatternCard.command(length).toArray(), response);
            if (received != length || response[length - 2] != (byte) 0x90) {
                throw new IllegalStateException("asked for " + length + " bytes, got " + received);
            }
            exchanges.increment();
        }
    }
}
