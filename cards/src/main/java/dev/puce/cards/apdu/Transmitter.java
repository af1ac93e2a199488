package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;

/// Whatever answers command APDUs: a card, a transaction, a logical channel, a card at the end of a network, a
/// lambda in a test.
///
/// A status word that is not 9000 is an answer like any other. What fails is the exchange itself, with
/// [dev.puce.pcsc.PcscException] where PC/SC is underneath. Whether several threads may use one transmitter is
/// said by what implements it.
@FunctionalInterface
public interface Transmitter {
    /// Sends a command and returns the answer, both as bytes.
    ///
    /// @param command the command APDU; it need not be well-formed
    /// @return data and status word
    Bytes transmit(Bytes command);

    /// Sends a command.
    ///
    /// @throws TransmissionException if the answer has no status word
    default ResponseApdu transmit(CommandApdu command) {
        return TransmissionException.requireStatusWord(transmit(command.encode()));
    }

    /// Sends a command written in hex: `transmit("00 A4 04 00 07 A0000000031010")`.
    ///
    /// @param command anything that [Bytes#hex(String)] reads
    /// @throws IllegalArgumentException if it is not hex
    /// @throws TransmissionException if the answer has no status word
    default ResponseApdu transmit(String command) {
        return TransmissionException.requireStatusWord(transmit(Bytes.hex(command)));
    }

    /// This transmitter behind interceptors.
    ///
    /// @param interceptors the first one sees a command first and its answer last
    default Transmitter with(Interceptor... interceptors) {
        Transmitter chain = this;
        for (int i = interceptors.length - 1; i >= 0; i--) {
            Interceptor interceptor = interceptors[i];
            Transmitter next = chain;
            chain = command -> interceptor.intercept(command, next);
        }
        return chain;
    }
}
