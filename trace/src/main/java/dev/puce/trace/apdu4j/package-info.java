/// Reads what apdu4j and GlobalPlatformPro print and dump.
package dev.puce.trace.apdu4j;
