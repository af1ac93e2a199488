package dev.puce.trace.session;

import dev.puce.iso7816.Bytes;

/// The insertion or removal of a card, as a program learned of it.
///
/// @param reader   name of the reader
/// @param inserted whether a card was inserted; otherwise it was removed
/// @param atr      answer to reset of the inserted card; empty if it is not known
public record CardChange(String reader, boolean inserted, Bytes atr) {}
