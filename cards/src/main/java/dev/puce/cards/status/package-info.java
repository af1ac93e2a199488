/// What a status word means for a program: checkers that turn one into a typed finding or exception.
///
/// A [dev.puce.cards.status.StatusWordChecker] looks at an answer and objects or not; checkers form chains, and
/// [dev.puce.cards.status.StatusCheck] puts one before a card, so that every command either did what it should or
/// throws.
package dev.puce.cards.status;
