/// The vocabulary of ISO/IEC 7816: byte strings, commands and responses, status words, BER-TLV and the answer to reset.
///
/// All types are immutable values, and no code does I/O. Start with [dev.puce.iso7816.Bytes], on which the other
/// types build.
package dev.puce.iso7816;
