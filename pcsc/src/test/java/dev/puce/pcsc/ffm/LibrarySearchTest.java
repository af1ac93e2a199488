package dev.puce.pcsc.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
    @Test
    void the_loader_is_asked_before_folders() {
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "amd64", Map.of()))
                .startsWith("libpcsclite.so.1", "libpcsclite_real.so.1")
                .containsSubsequence("/usr/lib/x86_64-linux-gnu/libpcsclite.so.1", "/usr/lib64/libpcsclite.so.1")
                .contains("/usr/lib/libpcsclite.so.1", "/usr/local/lib/libpcsclite.so.1");
    }

    @Test
    void multi_arch_folders_follow_the_architecture() {
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "aarch64", Map.of()))
                .contains("/usr/lib/aarch64-linux-gnu/libpcsclite.so.1");
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "ppc64le", Map.of()))
                .contains("/usr/lib/powerpc64le-linux-gnu/libpcsclite.so.1");
    }

    @Test
    void nix_tells_where_its_profiles_are() {
        var environment = Map.of(
                "NIX_PROFILES",
                "/run/current-system/sw /home/u/.nix-profile",
                "NIX_LD_LIBRARY_PATH",
                "/nix/store/x/lib");
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "amd64", environment))
                .contains("/home/u/.nix-profile/lib/libpcsclite.so.1", "/nix/store/x/lib/libpcsclite.so.1");
    }

    @Test
    void macos_and_windows_have_one_place() {
        assertThat(LibrarySearch.candidates(Platform.MACOS, "aarch64", Map.of()))
                .containsExactly("/System/Library/Frameworks/PCSC.framework/PCSC");
        assertThat(LibrarySearch.candidates(Platform.WINDOWS, "amd64", Map.of()))
                .containsExactly("winscard.dll");
    }

    @Test
    void failure_says_what_was_tried_and_what_to_do(@TempDir Path folder) throws Exception {
        Path noLibrary = Files.writeString(folder.resolve("libpcsclite.so.1"), "text");
        var search = new LibrarySearch(Platform.PCSC_LITE, List.of("libnowhere-pcsc.so.7", noLibrary.toString()));
        assertThatThrownBy(search::open)
                .isInstanceOf(LibraryNotFoundException.class)
                .hasMessageStartingWith("no native PC/SC library found. Tried: libnowhere-pcsc.so.7, " + noLibrary
                        + " (exists, but cannot be loaded")
                .hasMessageContaining("apt install libpcsclite1")
                .hasMessageContaining("-Ddev.puce.pcsc=socket");
    }

    @Test
    void a_library_without_the_functions_of_pcsc_is_none() {
        var search = new LibrarySearch(Platform.PCSC_LITE, List.of("libc.so.6", "libc.so", "libSystem.dylib"));
        assertThatThrownBy(search::open).hasMessageContaining("Tried: libc");
    }
}
