/// Reads radio frames from a Proxmark3, and the APDUs in them.
package dev.puce.trace.proxmark;
