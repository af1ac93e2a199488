/// The native PC/SC library, called through the Foreign Function & Memory API: libpcsclite, PCSC.framework,
/// winscard.dll.
///
/// [dev.puce.backend.ffm.Platform] contains the differences between the three as values, so any machine can test
/// them. [dev.puce.backend.ffm.Library] has one handle per C function, and [dev.puce.backend.ffm.NativePcsc]
/// answers calls with them. [dev.puce.backend.ffm.LibrarySearch] finds the library.
package dev.puce.backend.ffm;
