/// Connects the calls of a trace with the cards: [dev.puce.trace.session.TracedCards] follows handles, readers and
/// resets, and explains each command in the context of its card.
package dev.puce.trace.session;
