/// Optional features of readers (PC/SC part 10): PIN pads, properties.
///
/// [dev.puce.cards.part10.ReaderFeatures] lists the features of a reader. [dev.puce.cards.part10.PinPad] lets a
/// person enter a PIN at the reader, so that the computer never sees it. The structures are values without I/O:
/// [dev.puce.cards.part10.PinVerify], [dev.puce.cards.part10.PinModify].
///
/// @see <a href="https://pcscworkgroup.com/Download/Specifications/pcsc10_v2.02.09.pdf">PC/SC part 10</a>
package dev.puce.cards.part10;
