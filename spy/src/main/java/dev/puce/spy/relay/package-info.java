/// The relay: listens in place of the daemon and forwards all bytes between programs and the daemon unchanged.
///
/// Each connection has one thread ([RelayConnection]). It receives bytes into memory that the capture thread reads
/// later ([CaptureBuffer], [Capture]). Nothing is allocated, locked, parsed or printed between a program and the
/// daemon. The capture thread decodes the bytes ([ConnectionDecoder]) and delivers events. It may be slow or fail
/// without any effect on programs.
///
/// Start with [Relay].
package dev.puce.spy.relay;
