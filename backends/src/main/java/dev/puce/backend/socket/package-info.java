/// pcscd without a native library: its socket, spoken to in pure Java.
///
/// [dev.puce.backend.socket.SocketPcsc] answers calls; each context is a
/// [dev.puce.backend.socket.DaemonConnection] with a lock, a [dev.puce.backend.socket.SocketContext]. What libpcsclite
/// does
/// on the client's side is done here too: the reader list and the states of
/// `SCardGetStatusChange` ([dev.puce.backend.socket.ReaderEvents]), retries while another program holds the card,
/// checks
/// of arguments, and the return codes of a broken connection.
package dev.puce.backend.socket;
