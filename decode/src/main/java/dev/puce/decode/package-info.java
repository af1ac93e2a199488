/// Explains APDUs in the context of the card application.
///
/// [CardSession] follows one card: feed it every command and response in order. It returns a [CommandContext]
/// before the answer is known and an [Exchange] afterwards. An exchange prints as one [Line] or as a tree of
/// named values ([dev.puce.decode.value.Node]).
///
///     var session = new CardSession();
///     session.command(Bytes.hex("00A4040005A000000308"));
///     session.response(Bytes.hex("9000"));
///     session.command(Bytes.hex("00CB3FFF055C035FC105"));
///     Exchange exchange = session.response(Bytes.hex("6A82"));
///     exchange.line();   // GET DATA certificate for PIV authentication (9A) - 6A82 not on the card
///     exchange.tree();   // command and response with names, values and positions
///
/// A later command may continue an exchange ([Exchange#isOpen]): then [CardSession#response] returns a new
/// exchange with the same [number][Exchange#number] and more [parts][Exchange#parts]. A view prints an exchange
/// when the number changes.
///
/// [DataObjects], [Status] and [ReaderControl] explain objects, status words and reader features on their own.
package dev.puce.decode;
