/// The contract of the backends with a real pcscd and with the native library.
package dev.puce.system.pcsc;
