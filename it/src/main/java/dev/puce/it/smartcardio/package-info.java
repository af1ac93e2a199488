/// Cards for tests of the javax.smartcardio provider.
package dev.puce.it.smartcardio;
