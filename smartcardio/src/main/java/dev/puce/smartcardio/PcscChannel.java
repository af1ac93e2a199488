package dev.puce.smartcardio;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import dev.puce.pcsc.Pcsc;
import dev.puce.smartcardio.TerminalOptions.Commands;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;

/// One logical channel, 0 to 19. Thread-safe: commands go one after the other.
final class PcscChannel extends CardChannel {
    private static final int MANAGE_CHANNEL = 0x70;
    /// Bits that are not set in first interindustry classes of channel 0.
    private static final int PLAIN_CLASS = 0xE3;

    private final PcscCard card;
    private final int number;
    private final Commands commands;
    private final ReentrantLock lock = new ReentrantLock();
    /// Where every answer of the channel arrives.
    private final byte[] buffer = new byte[Pcsc.MAX_BUFFER];

    private byte[] scratch = {};
    private volatile boolean closed;

    PcscChannel(PcscCard card, int number, Commands commands) {
        this.card = card;
        this.number = number;
        this.commands = commands;
    }

    @Override
    public Card getCard() {
        return card;
    }

    @Override
    public int getChannelNumber() {
        requireOpen();
        return number;
    }

    @Override
    public ResponseAPDU transmit(CommandAPDU command) throws CardException {
        byte[] bytes = command.getBytes();
        lock.lock();
        try {
            int length = exchange(bytes);
            if (length < 2) {
                throw new CardException("the card answered with " + length + " bytes, too few for a status word");
            }
            return new ResponseAPDU(Arrays.copyOf(buffer, length));
        } finally {
            lock.unlock();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the specification forbids the same object, not equal ones
    public int transmit(ByteBuffer command, ByteBuffer response) throws CardException {
        if (response.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (command == response) {
            throw new IllegalArgumentException("command and response are the same buffer");
        }
        lock.lock();
        try {
            if (scratch.length != command.remaining()) {
                scratch = new byte[command.remaining()]; // commands of one length follow each other, as a rule
            }
            command.get(scratch);
            int length = exchange(scratch);
            if (length > response.remaining()) {
                throw new IllegalArgumentException("the response has " + length + " bytes, and the buffer room for "
                        + response.remaining() + "; the card has executed the command");
            }
            response.put(buffer, 0, length);
            return length;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws CardException {
        if (number == 0) {
            throw new IllegalStateException("the basic logical channel cannot be closed; disconnect the card");
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            card.requireOpen();
            closed = true;
            int cla = new ClassByte(0).onChannel(number).value();
            int length = card.transmit(new byte[] {(byte) cla, MANAGE_CHANNEL, (byte) 0x80, (byte) number}, buffer);
            boolean ok = length == 2 && buffer[0] == (byte) 0x90 && buffer[1] == 0;
            if (!ok) {
                throw new CardException("cannot close logical channel " + number + ": MANAGE CHANNEL was answered with "
                        + Bytes.copyOf(buffer, 0, length));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "logical channel " + number + " of " + card;
    }

    private int exchange(byte[] command) throws CardException {
        requireOpen();
        if (command.length < 4) {
            throw new IllegalArgumentException("a command has at least 4 bytes, and this one " + command.length);
        }
        address(command);
        return card.transmit(command, buffer);
    }

    /// Puts the number of the channel into the class byte.
    private void address(byte[] command) {
        boolean basicAlready = number == 0 && (command[0] & PLAIN_CLASS) == 0 && command[1] != MANAGE_CHANNEL;
        if (basicAlready) {
            return;
        }
        var cla = new ClassByte(command[0] & 0xFF);
        if (number == 0 && (commands == Commands.RAW || cla.range() == ClassByte.Range.PROPRIETARY)) {
            return; // on the basic channel a program may say in proprietary classes what it likes
        }
        if (commands == Commands.CHECKED && cla.isInterindustry() && command[1] == MANAGE_CHANNEL) {
            throw new IllegalArgumentException("MANAGE CHANNEL cannot be transmitted: use openLogicalChannel and close,"
                    + " or set the system property dev.puce.smartcardio.commands=raw");
        }
        if (cla.hasChannel()) {
            command[0] = (byte) cla.onChannel(number).value();
        }
    }

    private void requireOpen() {
        card.requireOpen();
        if (closed) {
            throw new IllegalStateException("logical channel " + number + " is closed");
        }
    }
}
