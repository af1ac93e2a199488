/// Meaning of status words for a program: checkers that turn one into a typed finding or exception.
///
/// A [dev.puce.cards.status.StatusWordChecker] accepts or rejects a response, and checkers form chains. A
/// [dev.puce.cards.status.StatusCheck] is an interceptor that throws if its checker rejects a response.
package dev.puce.cards.status;
