/// The friendly PC/SC library for Java: readers, cards, transactions, waits.
///
///     try (var readers = Readers.open();
///             var card = readers.waitForCard(Duration.ofSeconds(10)).connect()) {
///         System.out.println(card.transmit("00 A4 04 00 07 A0000000031010"));
///     }
///
/// Start with [dev.puce.cards.Readers]. A [dev.puce.cards.Card] is a [dev.puce.cards.apdu.Transmitter], and so
/// is everything that stands before one. What PC/SC refuses is a [dev.puce.pcsc.PcscException] with its return
/// code; what a card refuses is a status word. Nothing here is global: what is opened is closed by who opened
/// it.
///
/// Records and enums are immutable, every other type says which threads may use it. Nothing takes or returns
/// `null`: what can be absent is an `Optional`.
package dev.puce.cards;
