/// A recording as a card: the answers that were recorded, given to a program that asks the same again.
///
/// [dev.puce.replay.RecordedCards] takes the exchanges with each card out of a recording,
/// [dev.puce.replay.ReplayCard] plays them back.
package dev.puce.replay;
