/// The javax.smartcardio provider compared with those of the JDK and of jnasmartcardio.
package dev.puce.system.smartcardio;
