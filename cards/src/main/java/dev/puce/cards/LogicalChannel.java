package dev.puce.cards;

import dev.puce.cards.apdu.TransmissionException;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.status.StatusWordChecker;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.PcscException;

/// A logical channel of a card, 1 to 19: a second application beside the one on the basic channel (ISO/IEC
/// 7816-4:2020, 5.3.4, 11.2.2).
///
/// Write commands as on the basic channel; this class puts the channel number into the class byte. Closing closes
/// the channel on the card. As thread-safe as its card.
public final class LogicalChannel implements Transmitter, AutoCloseable {
    private static final int MANAGE_CHANNEL = 0x70;

    private final Transmitter card;
    private final int number;
    private boolean open = true;

    private LogicalChannel(Transmitter card, int number) {
        this.card = card;
        this.number = number;
    }

    /// Opens a channel; the card chooses its number (MANAGE CHANNEL).
    ///
    /// @param card the card, or a layer before it
    /// @throws dev.puce.cards.status.StatusWordException if the card has no free channel or does not support
    /// channels
    /// @throws TransmissionException if the card responds with an invalid channel number
    public static LogicalChannel open(Transmitter card) {
        ResponseApdu answer =
                StatusWordChecker.ISO_7816_4.require(card.transmit(CommandApdu.of(0, MANAGE_CHANNEL, 0, 0, 1)));
        int number = answer.data().isEmpty() ? -1 : answer.data().get(0);
        if (number < 1 || number > ClassByte.MAX_CHANNEL) {
            throw new TransmissionException("cannot open a logical channel: the response to MANAGE CHANNEL has "
                    + (answer.data().isEmpty() ? "no number" : "number " + number) + ", outside 1 to 19");
        }
        return new LogicalChannel(card, number);
    }

    /// Returns the number of the channel, 1 to 19.
    public int number() {
        return number;
    }

    /// Sends a command on this channel.
    ///
    /// @throws IllegalStateException if the channel is closed
    /// @throws IllegalArgumentException if the class byte of the command cannot carry a channel, for example GSM's
    /// A0
    @Override
    public synchronized Bytes transmit(Bytes command) {
        if (!open) {
            throw new IllegalStateException("logical channel " + number + " is closed");
        }
        if (command.isEmpty()) {
            return card.transmit(command);
        }
        int cla = new ClassByte(command.get(0)).onChannel(number).value();
        return card.transmit(Bytes.of(cla).plus(command.from(1)));
    }

    /// Closes the channel on the card. Ignores the card's response and throws nothing: a removed or reset card has
    /// no such channel any more. Closing twice does nothing.
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            int cla = new ClassByte(0).onChannel(number).value();
            try {
                card.transmit(CommandApdu.of(cla, MANAGE_CHANNEL, 0x80, number).encode());
            } catch (PcscException | IllegalStateException _) {
                // the channel ended with the card or the connection
            }
        }
    }
}
