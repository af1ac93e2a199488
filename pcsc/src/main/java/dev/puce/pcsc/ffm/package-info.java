/// The native PC/SC library, called through the Foreign Function & Memory API: libpcsclite, PCSC.framework,
/// winscard.dll.
///
/// [dev.puce.pcsc.ffm.Platform] says how the three differ, as values that any machine can test;
/// [dev.puce.pcsc.ffm.Library] holds one handle per C function; [dev.puce.pcsc.ffm.NativePcsc] answers calls with
/// them. [dev.puce.pcsc.ffm.LibrarySearch] finds the library. No other package of puce's library calls native code.
package dev.puce.pcsc.ffm;
