/// The friendly PC/SC library for Java: readers, cards, transactions, waits.
///
///     try (var readers = Readers.open();
///             var card = readers.waitForCard(Duration.ofSeconds(10)).connect()) {
///         System.out.println(card.transmit("00 A4 04 00 07 A0000000031010"));
///     }
///
/// Start with [dev.puce.cards.Readers]. A [dev.puce.cards.Card] is a [dev.puce.cards.apdu.Transmitter], and so is
/// every layer before it. If PC/SC refuses a call, it throws a [dev.puce.pcsc.PcscException] with the return code.
/// If a card refuses a command, its status word says so. There is no global state: the code that opens an object
/// closes it.
///
/// Records and enums are immutable; every other type documents its thread safety. No method takes or returns
/// `null`: an absent value is an empty `Optional`.
package dev.puce.cards;
