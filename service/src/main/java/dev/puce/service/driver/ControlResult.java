package dev.puce.service.driver;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;

/// Result of a control code at a virtual reader.
public sealed interface ControlResult {
    /// The reader itself responds.
    ///
    /// @param data the response
    record Response(Bytes data) implements ControlResult {}

    /// The card executes a command, and its response is the result.
    ///
    /// @param command the command APDU
    record CardCommand(Bytes command) implements ControlResult {}

    /// The reader does not support the control code.
    ///
    /// @param code the return code for the application
    record Failure(ReturnCode code) implements ControlResult {}
}
