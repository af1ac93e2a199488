/// From what passed the relay to what people see and files keep, while it happens: bytes to messages
/// ([Conversations]), messages to calls, calls through redaction and filters to the recording and to the live view.
///
/// Start with [LiveTrace].
package dev.puce.spy.live;
