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

/// A logical channel, 0 to 19. Thread-safe: commands run one at a time.
final class PcscChannel extends CardChannel {
    private static final int MANAGE_CHANNEL = 0x70;
    /// Mask of the bits that are clear in first interindustry classes of channel 0.
    private static final int BASIC_CLASS_MASK = 0xE3;

    private final PcscCard card;
    private final int number;
    private final Commands commands;
    private final ReentrantLock lock = new ReentrantLock();
    /// Receives every response of the channel.
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
                throw new CardException("the response has " + length + " bytes, too few for a status word");
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
                scratch = new byte[command.remaining()]; // consecutive commands often have the same length
            }
            command.get(scratch);
            int length = exchange(scratch);
            if (length > response.remaining()) {
                throw new IllegalArgumentException("the response has " + length + " bytes, but the buffer has room for "
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
                throw new CardException("cannot close logical channel " + number
                        + ": the response to MANAGE CHANNEL is " + Bytes.copyOf(buffer, 0, length));
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
            throw new IllegalArgumentException("the command has " + command.length + " bytes, but needs at least 4");
        }
        setChannel(command);
        return card.transmit(command, buffer);
    }

    /// Writes the channel number into the class byte.
    private void setChannel(byte[] command) {
        boolean unchanged = number == 0 && (command[0] & BASIC_CLASS_MASK) == 0 && command[1] != MANAGE_CHANNEL;
        if (unchanged) {
            return;
        }
        var cla = new ClassByte(command[0] & 0xFF);
        if (number == 0 && (commands == Commands.RAW || cla.range() == ClassByte.Range.PROPRIETARY)) {
            return; // on the basic channel proprietary classes pass unchanged
        }
        if (commands == Commands.CHECKED && cla.isInterindustry() && command[1] == MANAGE_CHANNEL) {
            throw new IllegalArgumentException("cannot transmit MANAGE CHANNEL: use openLogicalChannel and close,"
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
