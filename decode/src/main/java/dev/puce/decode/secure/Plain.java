package dev.puce.decode.secure;

import dev.puce.iso7816.Bytes;

/// The plain data of a protected exchange.
///
/// @param command command data
/// @param answer  response data
public record Plain(Bytes command, Bytes answer) {}
