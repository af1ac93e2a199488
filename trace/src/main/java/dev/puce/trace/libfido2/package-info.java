/// Reads the debug log of libfido2, as far as it goes through PC/SC.
package dev.puce.trace.libfido2;
