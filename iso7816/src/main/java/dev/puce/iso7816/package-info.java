/// The vocabulary of ISO/IEC 7816: byte strings, commands and responses, status words, BER-TLV and the answer to reset.
///
/// Everything here is an immutable value and nothing does I/O. Start with [dev.puce.iso7816.Bytes], which every other
/// type is made of.
package dev.puce.iso7816;
