package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;

/// Answers command APDUs: a card, a transaction, a logical channel, a remote card, a lambda in a test.
///
/// A status word other than 9000 is a normal response. Only a failed exchange throws, with
/// [dev.puce.pcsc.PcscException] if PC/SC is below. Each implementation documents its thread safety.
@FunctionalInterface
public interface Transmitter {
    /// Sends a command and returns the response, both as bytes.
    ///
    /// @param command the command APDU; it may be malformed
    /// @return data and status word
    Bytes transmit(Bytes command);

    /// Sends a command.
    ///
    /// @throws TransmissionException if the response has no status word
    default ResponseApdu transmit(CommandApdu command) {
        return TransmissionException.requireStatusWord(transmit(command.encode()));
    }

    /// Sends a command written in hex: `transmit("00 A4 04 00 07 A0000000031010")`.
    ///
    /// @param command hex digits in any form that [Bytes#hex(String)] reads
    /// @throws IllegalArgumentException if the text is not hex
    /// @throws TransmissionException if the response has no status word
    default ResponseApdu transmit(String command) {
        return TransmissionException.requireStatusWord(transmit(Bytes.hex(command)));
    }

    /// Returns this transmitter with interceptors before it.
    ///
    /// @param interceptors the first one receives a command first and its response last
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
