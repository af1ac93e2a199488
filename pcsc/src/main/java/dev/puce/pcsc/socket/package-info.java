/// pcscd without a native library: its socket, spoken to in pure Java.
///
/// [dev.puce.pcsc.socket.SocketPcsc] answers calls; each context is a
/// [dev.puce.pcsc.socket.DaemonConnection] with a lock, a [dev.puce.pcsc.socket.SocketContext]. What libpcsclite does
/// on the client's side is done here too: the reader list and the states of
/// `SCardGetStatusChange` ([dev.puce.pcsc.socket.ReaderEvents]), retries while another program holds the card, checks
/// of arguments, and the return codes of a broken connection.
package dev.puce.pcsc.socket;
