package dev.puce.cards.part10;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Result;

/// A connection that passes control codes to a reader; a [dev.puce.cards.Card] is one. Several threads may use it.
public interface ControlConnection {
    /// Returns the name of the reader.
    String reader();

    /// Returns this platform's control code for a function of a reader driver (`SCARD_CTL_CODE`).
    ControlCode controlCode(int function);

    /// Sends data to the reader (`SCardControl`).
    ///
    /// @param code  see [#controlCode(int)]
    /// @param input data for the reader, may be empty
    /// @throws dev.puce.pcsc.PcscException if the driver refuses
    Bytes control(ControlCode code, Bytes input);

    /// Returns the current reader, state, protocol and ATR.
    ///
    /// @throws dev.puce.pcsc.PcscException if the connection is lost
    Result.Status status();
}
