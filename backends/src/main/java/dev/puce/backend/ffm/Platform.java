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

/// How one platform's PC/SC headers define types, structures and numbers, for 64-bit programs.
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
/// | protocols of a direct connection | any, 0 too | not 0         | any, 0 too             |
/// | state of `SCardStatus` | flags         | flags                | a number from 0 to 6   |
/// | longest attribute  | 264 bytes         | 264 bytes            | no limit               |
enum Platform {
    PCSC_LITE("pcsc-lite", 8, 8, 33, 264, StandardCharsets.UTF_8, ReaderStateLayout.PCSC_LITE),

    MACOS("macOS", 4, 4, 33, 264, StandardCharsets.UTF_8, ReaderStateLayout.MACOS) {
        // SCardControl is the function of Mac OS X 10.4 and before, without a control code; the one of PC/SC has
        // another name.
        @Override
        String symbol(String function, boolean text) {
            return function.equals("SCardControl") ? "SCardControl132" : function;
        }

        // SCARD_E_INVALID_VALUE otherwise, although a direct connection has no protocol: pcsc-lite did so too
        // before 2008, when Apple's copy was made (jnasmartcardio pull request 29, libnfc issue 762).
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
        // that pcsc-lite sets for the same state; another number stays visible in the high half.
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

    @SuppressWarnings("ImmutableEnumChecker") // memory layouts are immutable, without an annotation that says so
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

    /// The platform that this program runs on. What is neither Windows nor macOS has pcsc-lite.
    static Platform current() {
        return of(System.getProperty("os.name"));
    }

    /// @param osName value of the system property `os.name`
    static Platform of(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? MACOS : PCSC_LITE;
    }

    /// `SCARD_READERSTATE`, on Windows `SCARD_READERSTATEW`.
    StructLayout readerState() {
        return readerState;
    }

    /// Name under which the library exports a function.
    ///
    /// @param function name in the documentation
    /// @param text     whether the function has text among its parameters
    String symbol(String function, boolean text) {
        return function;
    }

    /// `SCARD_CTL_CODE`.
    ControlCode controlCode(int function) {
        return ControlCode.pcscLite(function);
    }

    /// The protocols to ask for when connecting, all in puce's numbers.
    ///
    /// @param mask what the program asks for
    int preferredProtocols(int shareMode, int mask) {
        return mask;
    }

    /// A mask of protocols in puce's numbers (pcsc-lite's) as this platform numbers it.
    int protocolsToNative(int mask) {
        return mask;
    }

    /// A protocol in this platform's number as puce numbers it.
    int protocolsFromNative(int mask) {
        return mask;
    }

    /// The state word of `SCardStatus` as pcsc-lite has it.
    int cardStateFromNative(int state) {
        return state;
    }

    /// Offset of a field of [#readerState()], in bytes.
    long readerStateOffset(String field) {
        return readerState.byteOffset(groupElement(field));
    }

    /// Size of `SCARD_IO_REQUEST` in bytes: two numbers, protocol and length.
    int pciSize() {
        return 2 * dwordSize;
    }

    /// Layout of `DWORD` and `LONG` as parameter and result.
    MemoryLayout dword() {
        return dwordSize == 8 ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    /// Size of `DWORD` in bytes.
    int dwordSize() {
        return dwordSize;
    }

    /// Layout of `SCARDCONTEXT` and `SCARDHANDLE` as parameter.
    MemoryLayout handle() {
        return handleSize == 8 ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    /// Size of the field `rgbAtr` in bytes.
    int atrSize() {
        return atrSize;
    }

    /// Size of a buffer for an attribute, in bytes: libpcsclite refuses bigger ones.
    int attributeSize() {
        return attributeSize;
    }

    /// Encoding of text.
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

    /// Number of bytes of one character that ends a text.
    int terminatorSize() {
        return charset.equals(StandardCharsets.UTF_16LE) ? 2 : 1;
    }

    @Override
    public String toString() {
        return title;
    }
}
