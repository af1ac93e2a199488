/// The client side of pcscd's socket protocol in pure Java, without a native library.
///
/// [dev.puce.backend.socket.SocketPcsc] answers calls. Each context is a [dev.puce.backend.socket.SocketContext]:
/// a [dev.puce.backend.socket.DaemonConnection] with a lock. The package also implements the client-side work of
/// libpcsclite: the reader list, the states of `SCardGetStatusChange` ([dev.puce.backend.socket.ReaderEvents]),
/// retries while another program holds the card, checks of arguments, and the return codes of a broken
/// connection.
package dev.puce.backend.socket;
