/// Reads the debug log of OpenSC.
package dev.puce.trace.opensc;
