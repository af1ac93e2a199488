/// Reads the log of scdaemon, the smart-card part of GnuPG.
package dev.puce.trace.scdaemon;
