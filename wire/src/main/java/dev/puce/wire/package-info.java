/// pcsc-lite's socket protocol, versions 4.2 to 4.6, as values and codecs without I/O.
///
/// One codec serves the relay (which only listens), the pure-Java client and the service.
package dev.puce.wire;
