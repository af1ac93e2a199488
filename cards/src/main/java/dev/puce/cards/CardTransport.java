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

/// The way of commands from a [Card] to PC/SC: interceptors, policy, what the protocol needs.
///
/// Thread-safe: a command and what its policy sends after it are one unit.
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
        this.chain = new Serial(card.with(policy).with(options.interceptors().toArray(Interceptor[]::new)), lock);
    }

    @Override
    public Bytes transmit(Bytes command) {
        return chain.transmit(command);
    }

    @Override
    public Transmitter with(Interceptor... interceptors) {
        return chain.with(interceptors);
    }

    /// Without objects in between, as far as nothing but the policy stands before the card; see
    /// [Card#transmit(byte[], byte[])].
    int transmit(byte[] command, byte[] response) {
        if (intercepted || !policy.isSentAsItIs(command) || hasLeTooMuch(command)) {
            return copy(transmit(Bytes.of(command)), response);
        }
        lock.lock();
        try {
            int length = connection.pcsc().transmit(connection.handle, connection.protocol(), command, response);
            if (!policy.isFollowedUp(response, length)) {
                return length;
            }
            Transmitter answered = new Answered(Bytes.copyOf(response, 0, length), card);
            return copy(policy.intercept(Bytes.of(command), answered), response);
        } finally {
            lock.unlock();
        }
    }

    /// T=0 has no room for data and Le in one command (ISO/IEC 7816-3:2006, 12.2.5): Le goes, and GET RESPONSE
    /// brings the answer. Unless the policy is raw: then the program sees to it.
    private Bytes withoutLe(Bytes command) {
        boolean strip = command.length() > 6 && hasLeTooMuch(command.toArray());
        return strip ? command.slice(0, command.length() - 1) : command;
    }

    private boolean hasLeTooMuch(byte[] command) {
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

    /// A card that has answered the first command already.
    private static final class Answered implements Transmitter {
        private final Transmitter card;
        private Optional<Bytes> answer;

        Answered(Bytes answer, Transmitter card) {
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

    /// One command of several threads after the other, whatever stands before the card.
    private record Serial(Transmitter chain, ReentrantLock lock) implements Transmitter {
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
            return new Serial(Transmitter.super.with(interceptors), lock);
        }
    }
}
