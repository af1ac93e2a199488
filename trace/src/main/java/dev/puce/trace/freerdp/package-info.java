/// Reads the PC/SC calls of a remote desktop session in the log of FreeRDP.
package dev.puce.trace.freerdp;
