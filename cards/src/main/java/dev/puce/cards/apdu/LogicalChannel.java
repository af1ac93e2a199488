package dev.puce.cards.apdu;

import dev.puce.cards.status.StatusWordChecker;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.PcscException;

/// A logical channel of a card, 1 to 19: a second application beside the one on the basic channel
/// (ISO/IEC 7816-4:2020, 5.3.4, 11.2.2).
///
/// Commands are written as on the basic channel; the class byte gets the number of the channel on the way.
/// Closing closes the channel on the card. As thread-safe as the card that it is on.
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
    /// @param card the card, or a view of it
    /// @throws dev.puce.cards.status.StatusWordException if the card has no channel left or does not know
    /// channels
    /// @throws TransmissionException if the card answers with a number that no channel has
    public static LogicalChannel open(Transmitter card) {
        ResponseApdu answer =
                StatusWordChecker.ISO_7816_4.require(card.transmit(CommandApdu.of(0, MANAGE_CHANNEL, 0, 0, 1)));
        int number = answer.data().isEmpty() ? -1 : answer.data().get(0);
        if (number < 1 || number > ClassByte.MAX_CHANNEL) {
            throw new TransmissionException("MANAGE CHANNEL was answered with "
                    + (answer.data().isEmpty() ? "no number" : "number " + number) + ", outside 1 to 19");
        }
        return new LogicalChannel(card, number);
    }

    /// Number of the channel, 1 to 19.
    public int number() {
        return number;
    }

    /// Sends a command on this channel.
    ///
    /// @throws IllegalStateException if the channel is closed
    /// @throws IllegalArgumentException if the class byte of the command has no room for a channel, as GSM's A0
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

    /// Closes the channel on the card. Closing twice does nothing, and nothing is thrown: what the card answers
    /// does not matter, and one that was removed or reset has no such channel any more.
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            int cla = new ClassByte(0).onChannel(number).value();
            try {
                card.transmit(CommandApdu.of(cla, MANAGE_CHANNEL, 0x80, number).encode());
            } catch (PcscException | IllegalStateException _) {
                // what is gone needs no end
            }
        }
    }
}
