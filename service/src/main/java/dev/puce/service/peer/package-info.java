/// Users of connections: this process and its TCP peers on the same machine.
///
/// [dev.puce.service.peer.LoopbackPeer] finds the user of a peer, [dev.puce.service.peer.UserId] our own.
package dev.puce.service.peer;
