/// System calls that puce needs and Java lacks: Unix sockets with peer credentials, a wait for two sockets
/// without allocation, another user's identity for one thread, signals, terminals, and files that are safe to
/// open as root.
///
/// Start with [UnixSocket] and [SocketFile]. [LibC] contains the native functions.
package dev.puce.posix;
