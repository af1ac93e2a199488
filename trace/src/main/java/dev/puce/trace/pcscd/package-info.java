/// Reads the log of pcscd, the daemon of pcsc-lite 1.8 to 2.5, as `--debug --apdu` writes it.
///
/// [dev.puce.trace.pcscd.PcscdFormat] is the format. Its parser follows the daemon's clients, one for each
/// connection: the log names a client where a call begins and where it ends, and not between.
package dev.puce.trace.pcscd;
