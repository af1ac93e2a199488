/// System calls that puce needs and Java lacks:
///
/// - Unix sockets with peer credentials, and a wait for two sockets without allocation,
/// - another user's identity for one thread,
/// - signals and terminals,
/// - files that root can open safely.
///
/// Start with [UnixSocket] and [SocketFile]. [LibC] contains the native functions.
package dev.puce.posix;
