package dev.puce.trace.pcscspy;

import java.util.Optional;

/// The line with which a call ends.
///
/// @param micros  wall clock, in microseconds since 1970
/// @param message the meaning of the return code, in pcsc-lite's words; only the older generation writes it
/// @param code    the return code as it is written: `0x00000000`
/// @param value   the return code
public record LogEnd(long micros, Optional<String> message, String code, int value) {}
