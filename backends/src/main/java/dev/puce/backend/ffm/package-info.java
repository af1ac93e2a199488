/// The native PC/SC library, called through the Foreign Function & Memory API: libpcsclite, PCSC.framework,
/// winscard.dll.
///
/// [dev.puce.backend.ffm.Platform] says how the three differ, as values that any machine can test;
/// [dev.puce.backend.ffm.Library] holds one handle per C function; [dev.puce.backend.ffm.NativePcsc] answers calls with
/// them. [dev.puce.backend.ffm.LibrarySearch] finds the library. No other package of puce's library calls native code.
package dev.puce.backend.ffm;
