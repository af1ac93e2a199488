/// The relay: takes the daemon's place towards PC/SC programs and passes every byte on as it came.
///
/// One thread for each connection ([RelayConnection]) moves the bytes between the two sockets, straight through
/// memory that a second thread reads later ([CaptureBuffer], [Capture]). Between an application and its card nothing
/// is allocated, locked, parsed or printed; whatever understands the bytes works behind [CaptureListener], and may be
/// slow or fail without the application noticing.
///
/// Start with [Relay].
package dev.puce.spy.relay;
