package dev.puce.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Sizes and offsets as a C compiler computes them from the public headers: `pcsclite.h` of pcsc-lite on 64-bit Linux,
/// the same with `__APPLE__` (4-byte `DWORD`, `#pragma pack(1)`), `winscard.h` for Win64.
class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        // platform, size, szReader, pvUserData, dwCurrentState, dwEventState, cbAtr, rgbAtr
        "PCSC_LITE, 80, 0, 8, 16, 24, 32, 40",
        "MACOS,     61, 0, 8, 16, 20, 24, 28",
        "WINDOWS,   64, 0, 8, 16, 20, 24, 28"
    })
    void reader_state_layout_equals_the_c_headers(
            Platform platform, int size, int reader, int userData, int current, int event, int atrLength, int atr) {
        assertThat(platform.readerState().byteSize()).isEqualTo(size);
        assertThat(platform.readerStateOffset("szReader")).isEqualTo(reader);
        assertThat(platform.readerStateOffset("pvUserData")).isEqualTo(userData);
        assertThat(platform.readerStateOffset("dwCurrentState")).isEqualTo(current);
        assertThat(platform.readerStateOffset("dwEventState")).isEqualTo(event);
        assertThat(platform.readerStateOffset("cbAtr")).isEqualTo(atrLength);
        assertThat(platform.readerStateOffset("rgbAtr")).isEqualTo(atr);
    }

    @ParameterizedTest
    @CsvSource({
        // platform, DWORD, handle, SCARD_IO_REQUEST, rgbAtr, terminator of a text
        "PCSC_LITE, 8, 8, 16, 33, 1",
        "MACOS,     4, 4,  8, 33, 1",
        "WINDOWS,   4, 8,  8, 36, 2"
    })
    void sizes_equal_the_c_headers(Platform platform, int dword, int handle, int pci, int atr, int terminator) {
        assertThat(platform.dword().byteSize()).isEqualTo(dword).isEqualTo(platform.dwordSize());
        assertThat(platform.handle().byteSize()).isEqualTo(handle);
        assertThat(platform.pciSize()).isEqualTo(pci);
        assertThat(platform.atrSize()).isEqualTo(atr);
        assertThat(platform.terminatorSize()).isEqualTo(terminator);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, PCSC_LITE",
        "FreeBSD, PCSC_LITE",
        "Mac OS X, MACOS",
        "Darwin, MACOS",
        "Windows 11, WINDOWS",
        "Windows Server 2025, WINDOWS"
    })
    void os_name_determines_the_platform(String osName, Platform platform) {
        assertThat(Platform.of(osName)).isEqualTo(platform);
    }

    @ParameterizedTest
    @CsvSource({
        "PCSC_LITE, SCardControl, false, SCardControl",
        "MACOS, SCardControl, false, SCardControl132",
        "MACOS, SCardConnect, true, SCardConnect",
        "WINDOWS, SCardConnect, true, SCardConnectW",
        "WINDOWS, SCardControl, false, SCardControl"
    })
    void symbols_are_the_exported_names(Platform platform, String function, boolean text, String symbol) {
        assertThat(platform.symbol(function, text)).isEqualTo(symbol);
    }

    @ParameterizedTest
    @EnumSource
    void dword_is_unsigned(Platform platform) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(17);
            platform.setDword(memory, 1, 0x8010000A);
            assertThat(platform.getDword(memory, 1)).isEqualTo(0x8010000A);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 5))
                    .as("sign extension")
                    .isZero();
        }
    }

    @Test
    void windows_numbers_of_raw_and_card_states_are_converted() {
        assertThat(Platform.WINDOWS.protocolsToNative(0b0111)).isEqualTo(0x10003);
        assertThat(Platform.WINDOWS.protocolsFromNative(0x10000)).isEqualTo(4);
        assertThat(Platform.WINDOWS.protocolsFromNative(2)).isEqualTo(2);
        assertThat(new CardState(Platform.WINDOWS.cardStateFromNative(6)))
                .hasToString("SCARD_PRESENT|SCARD_POWERED|SCARD_SPECIFIC");
        assertThat(new CardState(Platform.WINDOWS.cardStateFromNative(1))).hasToString("SCARD_ABSENT");
        assertThat(new CardState(Platform.WINDOWS.cardStateFromNative(9)).eventCount())
                .isEqualTo(9);
        assertThat(Platform.PCSC_LITE.protocolsToNative(7)).isEqualTo(7);
    }

    @Test
    void macos_direct_connection_gets_a_protocol() {
        int direct = ShareMode.DIRECT.value();
        assertThat(Platform.MACOS.preferredProtocols(direct, 0)).isEqualTo(Protocols.ANY.mask());
        assertThat(Platform.MACOS.preferredProtocols(direct, 4)).isEqualTo(4);
        assertThat(Platform.MACOS.preferredProtocols(ShareMode.SHARED.value(), 0))
                .as("an error of the program, which must stay visible")
                .isZero();
        assertThat(Platform.PCSC_LITE.preferredProtocols(direct, 0)).isZero();
        assertThat(Platform.WINDOWS.preferredProtocols(direct, 0)).isZero();
    }

    @Test
    void control_codes_follow_the_platforms_formula() {
        assertThat(Platform.PCSC_LITE.controlCode(3400).value()).isEqualTo(0x42000D48);
        assertThat(Platform.MACOS.controlCode(3400).value()).isEqualTo(0x42000D48);
        assertThat(Platform.WINDOWS.controlCode(3400).value()).isEqualTo(0x00313520);
    }
}
