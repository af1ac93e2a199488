/// Commands to a card and what may happen to them on the way: follow-up commands, chaining, logical channels,
/// tracing.
///
/// [dev.puce.cards.apdu.Transmitter] answers a command, [dev.puce.cards.apdu.Interceptor] stands before one and
/// reads, changes or answers what passes. A card is a transmitter, a transaction too, a logical channel too, a
/// test double too; every policy is an interceptor, and they stack. There is no I/O in this package.
package dev.puce.cards.apdu;
