/// Commands to a card and the layers before it: follow-up commands, chaining, status checks.
///
/// A [dev.puce.cards.apdu.Transmitter] answers commands. An [dev.puce.cards.apdu.Interceptor] sits before one and
/// reads, changes or answers commands. Cards, transactions, logical channels and test doubles are transmitters.
/// Every policy is an interceptor, and interceptors stack. This package does no I/O.
package dev.puce.cards.apdu;
