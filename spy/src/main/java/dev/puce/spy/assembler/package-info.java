/// Reconstructs the calls of the PC/SC API from their messages.
///
/// A call may consist of several messages (SCardStatus, SCardGetStatusChange, retries). Different calls may send
/// the same messages, and some calls send none; see `docs/internals/wire-protocol.md`. Start with
/// [dev.puce.spy.assembler.CallAssembler], which has one `ConnectionAssembler` for each connection.
package dev.puce.spy.assembler;
