package dev.puce.backend.ffm;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The types, structures and numbers of one platform's PC/SC headers, for 64-bit programs.
///
/// |                    | pcsc-lite         | macOS                | Windows                |
/// |--------------------|-------------------|----------------------|------------------------|
/// | header             | `wintypes.h`, `pcsclite.h` | `wintypes.h`, `pcsclite.h` | `winscard.h`, `winsmcrd.h` |
/// | `DWORD`, `LONG`    | 8 bytes           | 4 bytes              | 4 bytes                |
/// | handles            | 8 bytes (`LONG`)  | 4 bytes (`int32_t`)  | 8 bytes (`ULONG_PTR`)  |
/// | text               | UTF-8             | UTF-8                | UTF-16 (functions in `W`) |
/// | `rgbAtr`           | 33 bytes          | 33 bytes             | 36 bytes               |
/// | `SCARD_READERSTATE`| 80 bytes          | 61 bytes, packed     | 64 bytes               |
/// | `SCARD_IO_REQUEST` | 16 bytes          | 8 bytes              | 8 bytes                |
/// | `SCARD_PROTOCOL_RAW` | 4               | 4                    | 0x10000                |
/// | protocols of a direct connection | any, also 0 | not 0       | any, also 0            |
/// | state of `SCardStatus` | flags         | flags                | a number from 0 to 6   |
/// | longest attribute  | 264 bytes         | 264 bytes            | no limit               |
enum Platform {
    PCSC_LITE("pcsc-lite", 8, 8, 33, 264, StandardCharsets.UTF_8, ReaderStateLayout.PCSC_LITE),

    MACOS("macOS", 4, 4, 33, 264, StandardCharsets.UTF_8, ReaderStateLayout.MACOS) {
        // SCardControl is the function of Mac OS X 10.4 and earlier, without a control code. The PC/SC function
        // has another name.
        @Override
        String symbol(String function, boolean text) {
            return function.equals("SCardControl") ? "SCardControl132" : function;
        }

        // macOS returns SCARD_E_INVALID_VALUE for 0, although a direct connection has no protocol. So did
        // pcsc-lite before 2008, when Apple copied it (jnasmartcardio pull request 29, libnfc issue 762).
        @Override
        int preferredProtocols(int shareMode, int mask) {
            return mask == 0 && shareMode == ShareMode.DIRECT.value() ? Protocols.ANY.mask() : mask;
        }
    },

    WINDOWS("Windows", 4, 8, 36, 65_536, StandardCharsets.UTF_16LE, ReaderStateLayout.WINDOWS) {
        @Override
        String symbol(String function, boolean text) {
            return text ? function + "W" : function;
        }

        @Override
        ControlCode controlCode(int function) {
            return ControlCode.windows(function);
        }

        @Override
        int protocolsToNative(int mask) {
            return (mask & RAW) == 0 ? mask : (mask & ~RAW) | WINDOWS_RAW;
        }

        @Override
        int protocolsFromNative(int mask) {
            return (mask & WINDOWS_RAW) == 0 ? mask : (mask & ~WINDOWS_RAW) | RAW;
        }

        // SCARD_UNKNOWN 0, ABSENT 1, PRESENT 2, SWALLOWED 3, POWERED 4, NEGOTIABLE 5, SPECIFIC 6 become the flags
        // of pcsc-lite for the same state. Other numbers are kept in the high half.
        @Override
        int cardStateFromNative(int state) {
            return switch (state) {
                case 0 -> 0x01;
                case 1 -> 0x02;
                case 2 -> 0x04;
                case 3 -> 0x0C;
                case 4 -> 0x14;
                case 5 -> 0x34;
                case 6 -> 0x54;
                default -> (state << 16) | 0x01;
            };
        }
    };

    private static final int RAW = 4;
    private static final int WINDOWS_RAW = 0x10000;

    private final String title;
    private final int dwordSize;
    private final int handleSize;
    private final int atrSize;
    private final int attributeSize;
    private final Charset charset;

    @SuppressWarnings("ImmutableEnumChecker") // memory layouts are immutable, but not annotated as such
    private final StructLayout readerState;

    Platform(
            String title,
            int dwordSize,
            int handleSize,
            int atrSize,
            int attributeSize,
            Charset charset,
            StructLayout readerState) {
        this.title = title;
        this.dwordSize = dwordSize;
        this.handleSize = handleSize;
        this.atrSize = atrSize;
        this.attributeSize = attributeSize;
        this.charset = charset;
        this.readerState = readerState;
    }

    /// Returns the platform of this machine. Systems other than Windows and macOS have pcsc-lite.
    static Platform current() {
        return of(System.getProperty("os.name"));
    }

    /// Returns the platform of an operating system.
    ///
    /// @param osName value of the system property `os.name`
    static Platform of(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? MACOS : PCSC_LITE;
    }

    /// Returns the layout of `SCARD_READERSTATE`, on Windows `SCARD_READERSTATEW`.
    StructLayout readerState() {
        return readerState;
    }

    /// Returns the exported name of a function.
    ///
    /// @param function name in the documentation
    /// @param text     whether the function has text among its parameters
    String symbol(String function, boolean text) {
        return function;
    }

    /// Computes `SCARD_CTL_CODE`.
    ControlCode controlCode(int function) {
        return ControlCode.pcscLite(function);
    }

    /// Returns the protocols to request in a connect, in puce's numbers.
    ///
    /// @param mask the protocols that the program requests
    int preferredProtocols(int shareMode, int mask) {
        return mask;
    }

    /// Converts a mask of protocols from puce's numbers (pcsc-lite's) to this platform's.
    int protocolsToNative(int mask) {
        return mask;
    }

    /// Converts a protocol from this platform's number to puce's.
    int protocolsFromNative(int mask) {
        return mask;
    }

    /// Converts the state word of `SCardStatus` to pcsc-lite's.
    int cardStateFromNative(int state) {
        return state;
    }

    /// Returns the offset of a field of [#readerState()], in bytes.
    long readerStateOffset(String field) {
        return readerState.byteOffset(groupElement(field));
    }

    /// Returns the size of `SCARD_IO_REQUEST` in bytes: two numbers, protocol and length.
    int pciSize() {
        return 2 * dwordSize;
    }

    /// Returns the layout of `DWORD` and `LONG` as parameter and result.
    MemoryLayout dword() {
        return dwordSize == 8 ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    /// Returns the size of `DWORD` in bytes.
    int dwordSize() {
        return dwordSize;
    }

    /// Returns the layout of `SCARDCONTEXT` and `SCARDHANDLE` as parameter.
    MemoryLayout handle() {
        return handleSize == 8 ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    /// Returns the size of the field `rgbAtr` in bytes.
    int atrSize() {
        return atrSize;
    }

    /// Returns the size of a buffer for an attribute, in bytes. libpcsclite rejects larger buffers.
    int attributeSize() {
        return attributeSize;
    }

    /// Returns the encoding of text.
    Charset charset() {
        return charset;
    }

    /// Reads a `DWORD`.
    int getDword(MemorySegment memory, long offset) {
        return dwordSize == 8
                ? (int) memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset)
                : memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    /// Writes a `DWORD`, unsigned.
    void setDword(MemorySegment memory, long offset, int value) {
        if (dwordSize == 8) {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, Integer.toUnsignedLong(value));
        } else {
            memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
        }
    }

    /// Reads a handle.
    long getHandle(MemorySegment memory, long offset) {
        return handleSize == 8
                ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset)
                : memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    /// Returns the number of bytes of the terminator of a text.
    int terminatorSize() {
        return charset.equals(StandardCharsets.UTF_16LE) ? 2 : 1;
    }

    @Override
    public String toString() {
        return title;
    }
}
