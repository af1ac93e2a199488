/// Reads the log of the Belgian eID middleware.
package dev.puce.trace.eidmw;
