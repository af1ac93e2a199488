package dev.puce.service.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;

/// A card with power whose answers a test checks.
public final class TestedCard {
    private final VirtualCard card;

    /// Supplies power.
    public TestedCard(VirtualCard card) throws CardUnresponsiveException {
        this.card = card;
        card.powerOn();
    }

    /// Sends a command in hex.
    public ResponseApdu send(String command) throws CardUnresponsiveException {
        return send(Bytes.hex(command));
    }

    /// Sends a command.
    public ResponseApdu send(Bytes command) throws CardUnresponsiveException {
        return ResponseApdu.tryParse(card.transmit(command)).orElseThrow();
    }

    /// Sends a command with data of any length, and asks for as much as the card has.
    public ResponseApdu send(int ins, int p1p2, Bytes data) throws CardUnresponsiveException {
        return send(CommandApdu.of(0x00, ins, p1p2 >> 8, p1p2 & 0xFF, data, CommandApdu.MAX_EXTENDED_NE)
                .encode());
    }

    /// Sends a command in hex that the card must answer with 9000.
    ///
    /// @return the data
    public Bytes ok(String command) throws CardUnresponsiveException {
        return expect("9000", command);
    }

    /// Sends a command that the card must answer with 9000.
    public Bytes ok(int ins, int p1p2, Bytes data) throws CardUnresponsiveException {
        var answer = send(ins, p1p2, data);
        assertThat(answer.status()).as("status of %02X %04X", ins, p1p2).hasToString("9000");
        return answer.data();
    }

    /// Sends a command in hex and checks the status word.
    ///
    /// @return the data
    public Bytes expect(String status, String command) throws CardUnresponsiveException {
        var answer = send(command);
        assertThat(answer.status()).as("status of " + command).hasToString(status);
        return answer.data();
    }

    /// Resets the card.
    public void reset() throws CardUnresponsiveException {
        card.reset();
    }
}
