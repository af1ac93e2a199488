package dev.puce.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Pcsc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        // system, os.arch, where the only library is
        "Debian, amd64, /usr/lib/x86_64-linux-gnu/libpcsclite.so.1",
        "Debian on ARM, aarch64, /lib/aarch64-linux-gnu/libpcsclite.so.1",
        "Debian with the redirector gone, amd64, /usr/lib/x86_64-linux-gnu/libpcsclite_real.so.1",
        "Fedora, amd64, /usr/lib64/libpcsclite.so.1",
        "Alpine, amd64, /usr/lib/libpcsclite.so.1",
        "FreeBSD, amd64, /usr/local/lib/libpcsclite.so.1",
        "NetBSD, amd64, /usr/pkg/lib/libpcsclite.so.1",
        "NixOS, amd64, /run/current-system/sw/lib/libpcsclite.so.1",
        "Nix of one user, amd64, /home/u/.nix-profile/lib/libpcsclite.so.1",
        "Nix' loader, amd64, /nix/store/pcsclite/lib/libpcsclite.so.1",
        "Guix, amd64, /run/current-system/profile/lib/libpcsclite.so.1"
    })
    void a_library_is_found_where_the_system_keeps_it(
            String system, String architecture, String place, @TempDir Path root) throws IOException {
        Path library = installed();
        Path copy = root.resolve(place.substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(library, copy);
        var environment = Map.of(
                "NIX_PROFILES", "/run/current-system/sw  /home/u/.nix-profile",
                "NIX_LD_LIBRARY_PATH", "/nix/store/glibc/lib:/nix/store/pcsclite/lib");
        var underRoot = LibrarySearch.candidates(Platform.PCSC_LITE, architecture, environment).stream()
                .filter(candidate -> candidate.startsWith("/")) // names are for the loader of this machine
                .map(candidate -> root + candidate)
                .toList();
        try (Pcsc pcsc = new LibrarySearch(Platform.PCSC_LITE, underRoot).open()) {
            assertThat(pcsc.description()).as(system).isEqualTo("native library " + copy);
        }
    }

    @Test
    void the_property_of_the_jdk_comes_first() {
        System.setProperty("sun.security.smartcardio.library", "/opt/pcsc/libpcsclite.so.1");
        try {
            assertThat(LibrarySearch.ofThisMachine().candidates().getFirst()).isEqualTo("/opt/pcsc/libpcsclite.so.1");
        } finally {
            System.clearProperty("sun.security.smartcardio.library");
        }
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

    /// The library of this machine, which the copies are made of; without one there is nothing to load.
    private static Path installed() {
        return LibrarySearch.ofThisMachine().candidates().stream()
                .filter(candidate -> candidate.startsWith("/"))
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("no libpcsclite is installed"));
    }

    @Test
    void a_library_without_the_functions_of_pcsc_is_none() {
        var search = new LibrarySearch(Platform.PCSC_LITE, List.of("libc.so.6", "libc.so", "libSystem.dylib"));
        assertThatThrownBy(search::open).hasMessageContaining("Tried: libc");
    }
}
