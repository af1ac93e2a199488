/// The contract of the library `cards` with a real pcscd and with the native library.
package dev.puce.system.cards;
