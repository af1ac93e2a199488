/// Reads the log of APDUPlay.
package dev.puce.trace.apduplay;
