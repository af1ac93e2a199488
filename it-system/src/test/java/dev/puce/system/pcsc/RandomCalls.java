package dev.puce.system.pcsc;

import dev.puce.iso7816.Bytes;
import dev.puce.it.pcsc.PatternCard;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// Random calls of one program with two contexts and three connections, and their results. Indexes replace
/// handles. It makes no calls that would wait for another connection of the same program.
final class RandomCalls {
    private static final long NOTHING = 0x7000_0001L;

    private final Pcsc pcsc;
    private final List<String> readers;
    private final RandomGenerator random;
    private final long[] contexts = new long[2];
    private final long[] cards = {NOTHING, NOTHING, NOTHING};
    private final List<String> log = new ArrayList<>();

    /// Number of the connection that holds the card, or -1.
    private int holder = -1;

    /// @param readers one with a card, one without
    RandomCalls(Pcsc pcsc, List<String> readers, int seed) {
        this.pcsc = pcsc;
        this.readers = readers;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Makes calls and returns their results.
    List<String> run(int count) {
        for (int i = 0; i < contexts.length; i++) {
            contexts[i] = pcsc.establishContext(Scope.SYSTEM);
        }
        // from now on the card has power and a protocol
        long card = pcsc.connect(contexts[0], readers.getFirst(), ShareMode.SHARED, Protocols.ANY)
                .card();
        pcsc.disconnect(card, Disposition.RESET);
        for (int i = 0; i < count; i++) {
            step();
        }
        return log;
    }

    private void step() {
        int which = random.nextInt(cards.length);
        boolean free = holder < 0 || holder == which;
        switch (random.nextInt(12)) {
            case 0, 1 -> connect(which);
            case 2 -> reconnect(which, free);
            case 3 -> disconnect(which, free);
            case 4 -> begin(which, free);
            case 5 -> end(which);
            case 6 -> {
                if (free) {
                    note(new Call.Status(cards[which]));
                }
            }
            case 7 -> transmit(which, free);
            case 8 -> control(which);
            case 9 -> attributes(which);
            default -> context(contexts[random.nextInt(contexts.length)]);
        }
    }

    private void connect(int which) {
        boolean empty = random.nextInt(5) == 0;
        if (holder >= 0 || cards[which] != NOTHING) {
            return;
        }
        String reader = random.nextInt(10) == 0 ? "No Such Reader 00 00" : readers.get(empty ? 1 : 0);
        // a direct connection reports the protocol in use, which varies
        ShareMode shareMode = pick(ShareMode.SHARED, ShareMode.SHARED, ShareMode.EXCLUSIVE, new ShareMode(7));
        Protocols protocols = pick(Protocols.ANY, Protocols.ANY, Protocols.of(Protocol.T0), Protocols.NONE);
        Answer answer = note(new Call.Connect(contexts[which % 2], reader, shareMode, protocols));
        if (answer.result() instanceof Result.Connect connected) {
            cards[which] = connected.card();
            holder = shareMode.equals(ShareMode.EXCLUSIVE) ? which : holder;
        }
    }

    private void reconnect(int which, boolean free) {
        ShareMode shareMode = pick(ShareMode.SHARED, ShareMode.SHARED, ShareMode.EXCLUSIVE);
        Disposition initialization = pick(Disposition.LEAVE, Disposition.RESET, Disposition.UNPOWER, Disposition.EJECT);
        // with other connections, an exclusive one gets the code that makes libraries wait
        boolean waits = shareMode.equals(ShareMode.EXCLUSIVE)
                && Stream.of(0, 1, 2).anyMatch(i -> i != which && cards[i] != NOTHING);
        if (free && !waits) {
            Answer answer = note(new Call.Reconnect(cards[which], shareMode, Protocols.ANY, initialization));
            if (answer.code().isSuccess() && shareMode.equals(ShareMode.EXCLUSIVE)) {
                holder = which;
            }
        }
    }

    private void disconnect(int which, boolean free) {
        Disposition disposition = pick(Disposition.LEAVE, Disposition.RESET, Disposition.UNPOWER, new Disposition(9));
        if (free && note(new Call.Disconnect(cards[which], disposition)).code().isSuccess()) {
            cards[which] = NOTHING;
            holder = holder == which ? -1 : holder;
        }
    }

    private void begin(int which, boolean free) {
        if (free && note(new Call.BeginTransaction(cards[which])).code().isSuccess()) {
            holder = which;
        }
    }

    /// The holder remains, because nested transactions are not counted.
    private void end(int which) {
        note(new Call.EndTransaction(cards[which], pick(Disposition.LEAVE, Disposition.LEAVE, Disposition.RESET)));
    }

    private void transmit(int which, boolean free) {
        int length = 2 + random.nextInt(400);
        OptionalLong recvLength = pick(OptionalLong.empty(), OptionalLong.of(258), OptionalLong.of(0));
        Pci pci = Pci.of(pick(Protocol.T1, Protocol.T1, Protocol.T1, Protocol.T0, new Protocol(0x1000)));
        if (free) {
            note(new Call.Transmit(cards[which], pci, PatternCard.command(length), recvLength));
        }
    }

    private void control(int which) {
        var data = Bytes.of(new byte[random.nextInt(20)]);
        note(new Call.Control(
                cards[which],
                pcsc.controlCode(pick(1, 2, 3400)),
                data,
                pick(OptionalLong.empty(), OptionalLong.of(3))));
    }

    private void attributes(int which) {
        Attribute attribute = pick(
                Attribute.ATR_STRING,
                Attribute.VENDOR_NAME,
                Attribute.DEVICE_FRIENDLY_NAME_A,
                new Attribute(random.nextInt()));
        note(
                random.nextInt(3) == 0
                        ? new Call.SetAttrib(cards[which], attribute, Bytes.of(new byte[random.nextInt(300)]))
                        : new Call.GetAttrib(cards[which], attribute));
    }

    private void context(long context) {
        switch (random.nextInt(6)) {
            case 0 -> note(new Call.ListReaders(context, pick(Optional.empty(), Optional.of(List.of("A", "B")))));
            case 1 -> note(new Call.ListReaderGroups(context));
            case 2 -> note(new Call.Cancel(context));
            case 3 -> note(new Call.IsValidContext(pick(context, NOTHING)));
            default -> note(new Call.GetStatusChange(context, OptionalLong.of(0), Optional.of(queries())));
        }
    }

    /// Includes at least one existing reader, so that every wait ends.
    private List<ReaderQuery> queries() {
        return Stream.generate(() -> new ReaderQuery(
                        random.nextInt(12) == 0 ? "No Such Reader" : readers.get(random.nextInt(2)),
                        new EventState(currentState())))
                .limit(1 + random.nextInt(3))
                .toList();
    }

    private int currentState() {
        if (random.nextInt(4) == 0) {
            return 0;
        }
        int state = pick(EventState.EMPTY, EventState.PRESENT, EventState.PRESENT, 0);
        for (int flag : new int[] {
            EventState.IGNORE,
            EventState.CHANGED,
            EventState.UNKNOWN,
            EventState.UNAVAILABLE,
            EventState.EXCLUSIVE,
            EventState.INUSE,
            EventState.MUTE
        }) {
            state |= random.nextInt(8) == 0 ? flag : 0;
        }
        return state | (random.nextBoolean() ? 0 : random.nextInt(3) << 16);
    }

    private Answer note(Call call) {
        Answer answer = pcsc.answer(call);
        Object result =
                answer.result() instanceof Result.Connect connected ? connected.activeProtocol() : answer.result();
        log.add(describe(call) + " -> " + answer.code() + " " + result);
        return answer;
    }

    private static String describe(Call call) {
        return call.toString().replaceAll("(context|card)=\\d+", "$1");
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
