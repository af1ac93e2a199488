/// The few calls of Linux that the relay needs and Java does not offer: sockets whose peer is known by process id, a
/// wait for two sockets at once without allocation, and a connection made under another user's identity.
///
/// Start with [UnixSocket]. All native calls of this module are in [LibC].
package dev.puce.posix;
