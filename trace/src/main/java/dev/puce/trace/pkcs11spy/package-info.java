/// Reads the log of pkcs11-spy: calls of a PKCS#11 module, as marks.
package dev.puce.trace.pkcs11spy;
