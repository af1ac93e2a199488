package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;

/// Stands before a [Transmitter]: reads, changes or answers what passes.
///
///     Interceptor count = (command, next) -> {
///         counter.increment();
///         return next.transmit(command);
///     };
///     card.with(count).transmit("00 84 00 00 08");
///
/// Use it for one idea at a time: secure messaging, a filter, a clock, a fault for a test. An interceptor may
/// call `next` as often as it needs, on the thread that it is called on.
@FunctionalInterface
public interface Interceptor {
    /// Answers a command.
    ///
    /// @param command the command APDU
    /// @param next    whoever is behind this interceptor
    /// @return data and status word
    Bytes intercept(Bytes command, Transmitter next);

    /// Both as one: this one sees a command first.
    default Interceptor then(Interceptor inner) {
        return (command, next) -> intercept(command, passed -> inner.intercept(passed, next));
    }
}
