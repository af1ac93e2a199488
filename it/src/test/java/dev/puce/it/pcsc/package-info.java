/// The backends of `pcsc` against daemons: the same tests for the native library and the socket, for pcscd and for our
/// own service.
package dev.puce.it.pcsc;
