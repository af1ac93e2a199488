/// Writes calls in formats of other programs: pcapng for Wireshark.
package dev.puce.trace.export;
