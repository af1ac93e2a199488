package dev.puce.cards;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.cards.apdu.TransmitPolicy.MoreData;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Sends commands of a [Card] to PC/SC, through the interceptors and the policy, in the form that the protocol
/// needs.
///
/// Thread-safe: a command and its follow-ups form one unit.
final class CardTransport implements Transmitter {
    private final Connection connection;
    private final TransmitPolicy policy;
    private final boolean intercepted;
    private final ReentrantLock lock;
    private final Transmitter card;
    private final Transmitter chain;

    CardTransport(Connection connection, ConnectOptions options, ReentrantLock lock) {
        this.connection = connection;
        this.policy = options.policy();
        this.intercepted = !options.interceptors().isEmpty();
        this.lock = lock;
        this.card = command -> connection.pcsc().transmit(connection.handle, connection.protocol(), withoutLe(command));
        this.chain =
                new Serialized(card.with(policy).with(options.interceptors().toArray(Interceptor[]::new)), lock);
    }

    @Override
    public Bytes transmit(Bytes command) {
        return chain.transmit(command);
    }

    @Override
    public Transmitter with(Interceptor... interceptors) {
        return chain.with(interceptors);
    }

    /// Sends a command without allocating objects, if only the policy sits between this method and the card; see
    /// [Card#transmit(byte[], byte[])].
    int transmit(byte[] command, byte[] response) {
        if (intercepted || !policy.sendsUnchanged(command) || hasExtraLe(command)) {
            return copy(transmit(Bytes.of(command)), response);
        }
        lock.lock();
        try {
            int length = connection.pcsc().transmit(connection.handle, connection.protocol(), command, response);
            if (!policy.followsUp(response, length)) {
                return length;
            }
            Transmitter resumed = new Resumed(Bytes.copyOf(response, 0, length), card);
            return copy(policy.intercept(Bytes.of(command), resumed), response);
        } finally {
            lock.unlock();
        }
    }

    /// Removes Le from a command with data on T=0, which has no room for both (ISO/IEC 7816-3:2006, 12.2.5). GET
    /// RESPONSE then fetches the response data. With the raw policy the program is responsible for this.
    private Bytes withoutLe(Bytes command) {
        boolean strip = command.length() > 6 && hasExtraLe(command.toArray());
        return strip ? command.slice(0, command.length() - 1) : command;
    }

    private boolean hasExtraLe(byte[] command) {
        return command.length > 6
                && connection.protocol().equals(Protocol.T0)
                && policy.moreData() != MoreData.REPORT
                && (command[4] & 0xFF) + 6 == command.length;
    }

    private static int copy(Bytes answer, byte[] response) {
        if (answer.length() > response.length) {
            throw new PcscException(
                    new Call.Transmit(0, Pci.of(Protocol.UNDEFINED), Bytes.EMPTY, OptionalLong.of(response.length)),
                    ReturnCode.INSUFFICIENT_BUFFER,
                    new Result.BufferTooSmall(answer.length()));
        }
        answer.copyTo(response, 0);
        return answer.length();
    }

    /// Replays a response that the card has already sent to the first command, then passes commands to the card.
    private static final class Resumed implements Transmitter {
        private final Transmitter card;
        private Optional<Bytes> answer;

        Resumed(Bytes answer, Transmitter card) {
            this.answer = Optional.of(answer);
            this.card = card;
        }

        @Override
        public Bytes transmit(Bytes command) {
            Optional<Bytes> known = answer;
            answer = Optional.empty();
            return known.isPresent() ? known.get() : card.transmit(command);
        }
    }

    /// Lets commands of several threads run one at a time.
    private record Serialized(Transmitter chain, ReentrantLock lock) implements Transmitter {
        @Override
        public Bytes transmit(Bytes command) {
            lock.lock();
            try {
                return chain.transmit(command);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Transmitter with(Interceptor... interceptors) {
            return new Serialized(Transmitter.super.with(interceptors), lock);
        }
    }
}
