/// Sockets of the service: one thread, a selector, and no thought about what the messages mean.
///
/// [dev.puce.service.socket.SelectorLoop] is the thread, [dev.puce.service.socket.ClientAdmission] lets clients in, a
/// [dev.puce.service.socket.ClientConnection] moves one client's bytes between its socket and the engine.
package dev.puce.service.socket;
