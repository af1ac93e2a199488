/// Sockets of the service: one thread and a selector. These classes do not interpret messages.
///
/// [dev.puce.service.socket.SelectorLoop] is the thread. [dev.puce.service.socket.ClientAcceptor] accepts clients.
/// A [dev.puce.service.socket.ClientConnection] moves one client's bytes between its socket and the engine.
package dev.puce.service.socket;
