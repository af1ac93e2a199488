/// The client side of pcscd's socket protocol in pure Java, without a native library.
///
/// [dev.puce.backend.socket.SocketPcsc] answers calls. Each context is a [dev.puce.backend.socket.SocketContext]:
/// a [dev.puce.backend.socket.DaemonConnection] with a lock. Like libpcsclite, the package checks arguments,
/// retries while another program holds the card, and maps connection failures to return codes.
/// [dev.puce.backend.socket.ReaderEvents] computes the states of `SCardGetStatusChange`.
package dev.puce.backend.socket;
