/// A javax.smartcardio provider over puce.
package dev.puce.smartcardio;
