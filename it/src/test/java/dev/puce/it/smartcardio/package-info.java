/// The javax.smartcardio provider with the real parts: beside the JDK's and jnasmartcardio, and under programs
/// that others wrote.
package dev.puce.it.smartcardio;
