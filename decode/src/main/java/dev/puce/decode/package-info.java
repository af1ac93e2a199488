/// Explains APDUs in the context of the card application.
///
/// [CardSession] follows one card: feed it every command and response in order. It returns a
/// [CommandContext] before the answer is known and an [Exchange] afterwards. An exchange prints as one
/// [Line] or as a tree of named values ([Node]).
package dev.puce.decode;
