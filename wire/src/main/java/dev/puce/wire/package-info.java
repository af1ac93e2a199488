/// pcsc-lite's socket protocol, versions 4.2 to 4.6, as values and codecs without I/O.
///
/// The codec has three users. A client uses [dev.puce.wire.RequestEncoder] and [dev.puce.wire.ReplyDecoder], a
/// service [dev.puce.wire.RequestDecoder] and [dev.puce.wire.ReplyEncoder]. The relay, a passive listener, uses
/// one [dev.puce.wire.Conversation] per connection. Start with [dev.puce.wire.Request] and [dev.puce.wire.Reply].
///
/// Unknown commands, codes and versions are values, and so are violations of the protocol. Decoders never throw
/// because of received bytes. They allocate memory for received bytes, never for a length field.
package dev.puce.wire;
