/// Reconstructs the calls of the PC/SC API from the messages that they caused.
///
/// One call may take several messages (SCardStatus, SCardGetStatusChange, retries), several calls may look
/// alike, and some send nothing at all; `docs/internals/wire-protocol.md` says which. Start with
/// [dev.puce.spy.assembler.CallAssembler], which has one `ConnectionAssembler` for each connection; a `Draft`
/// is a call in the making.
package dev.puce.spy.assembler;
