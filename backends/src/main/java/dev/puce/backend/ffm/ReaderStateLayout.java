package dev.puce.backend.ffm;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `SCARD_READERSTATE` of the three platforms, for 64-bit programs.
final class ReaderStateLayout {
    /// `pcsclite.h` of pcsc-lite: `DWORD` is `unsigned long`.
    static final StructLayout PCSC_LITE = structLayout(
            ADDRESS.withName("szReader"),
            ADDRESS.withName("pvUserData"),
            JAVA_LONG.withName("dwCurrentState"),
            JAVA_LONG.withName("dwEventState"),
            JAVA_LONG.withName("cbAtr"),
            sequenceLayout(33, JAVA_BYTE).withName("rgbAtr"),
            paddingLayout(7));

    /// `pcsclite.h` of macOS: `DWORD` is `uint32_t`, and `#pragma pack(1)`.
    static final StructLayout MACOS = structLayout(
            ADDRESS.withByteAlignment(1).withName("szReader"),
            ADDRESS.withByteAlignment(1).withName("pvUserData"),
            JAVA_INT.withByteAlignment(1).withName("dwCurrentState"),
            JAVA_INT.withByteAlignment(1).withName("dwEventState"),
            JAVA_INT.withByteAlignment(1).withName("cbAtr"),
            sequenceLayout(33, JAVA_BYTE).withName("rgbAtr"));

    /// `winscard.h` of Windows, `SCARD_READERSTATEW`: `DWORD` is `unsigned long`, 32 bits there.
    static final StructLayout WINDOWS = structLayout(
            ADDRESS.withName("szReader"),
            ADDRESS.withName("pvUserData"),
            JAVA_INT.withName("dwCurrentState"),
            JAVA_INT.withName("dwEventState"),
            JAVA_INT.withName("cbAtr"),
            sequenceLayout(36, JAVA_BYTE).withName("rgbAtr"));

    private ReaderStateLayout() {}
}
