/// What readers can do besides passing commands (PC/SC part 10): PIN pads, properties.
///
/// [dev.puce.cards.part10.ReaderFeatures] says what a reader has, [dev.puce.cards.part10.PinPad] lets a PIN be
/// entered at the reader, so that it never gets into the computer. The structures that travel are values
/// without I/O: [dev.puce.cards.part10.PinVerify], [dev.puce.cards.part10.PinModify].
///
/// @see <a href="https://pcscworkgroup.com/Download/Specifications/pcsc10_v2.02.09.pdf">PC/SC part 10</a>
package dev.puce.cards.part10;
