/// pcsc-lite's socket protocol, versions 4.2 to 4.6, as values and codecs without I/O.
///
/// One codec serves three rooms. A client uses [dev.puce.wire.RequestEncoder] and
/// [dev.puce.wire.ReplyDecoder], a service [dev.puce.wire.RequestDecoder] and [dev.puce.wire.ReplyEncoder],
/// and the relay, which only listens, a [dev.puce.wire.Conversation] for each connection. Start with
/// [dev.puce.wire.Request] and [dev.puce.wire.Reply].
///
/// What is not known (commands, codes, versions) is a value; what contradicts the protocol is reported as a
/// value too. Nothing here throws because of bytes, and no length field makes it allocate before the bytes
/// are there.
package dev.puce.wire;
