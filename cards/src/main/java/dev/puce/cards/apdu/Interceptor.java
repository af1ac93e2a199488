package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;

/// A layer before a [Transmitter]: reads, changes or answers commands.
///
///     Interceptor count = (command, next) -> {
///         counter.increment();
///         return next.transmit(command);
///     };
///     card.with(count).transmit("00 84 00 00 08");
///
/// Use one interceptor per concern: secure messaging, a filter, timing, a fault for a test. An interceptor may
/// call `next` as often as it needs, on the calling thread.
@FunctionalInterface
public interface Interceptor {
    /// Answers a command.
    ///
    /// @param command the command APDU
    /// @param next    the next layer
    /// @return data and status word
    Bytes intercept(Bytes command, Transmitter next);

    /// Combines two interceptors: this one receives a command first.
    default Interceptor then(Interceptor inner) {
        return (command, next) -> intercept(command, passed -> inner.intercept(passed, next));
    }
}
