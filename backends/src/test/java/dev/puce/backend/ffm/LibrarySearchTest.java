package dev.puce.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Pcsc;
import dev.puce.testkit.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibrarySearchTest {
    @Test
    void names_for_the_loader_precede_folders() {
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "amd64", Map.of()))
                .startsWith("libpcsclite.so.1", "libpcsclite_real.so.1")
                .containsSubsequence("/usr/lib/x86_64-linux-gnu/libpcsclite.so.1", "/usr/lib64/libpcsclite.so.1")
                .contains("/usr/lib/libpcsclite.so.1", "/usr/local/lib/libpcsclite.so.1");
    }

    @Test
    void multiarch_folders_depend_on_the_architecture() {
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "aarch64", Map.of()))
                .contains("/usr/lib/aarch64-linux-gnu/libpcsclite.so.1");
        assertThat(LibrarySearch.candidates(Platform.PCSC_LITE, "ppc64le", Map.of()))
                .contains("/usr/lib/powerpc64le-linux-gnu/libpcsclite.so.1");
    }

    @Test
    void nix_variables_add_folders() {
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
    void library_is_found_in_the_folders_of_each_system(
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
    void property_of_the_jdk_has_the_first_place() {
        System.setProperty("sun.security.smartcardio.library", "/opt/pcsc/libpcsclite.so.1");
        try {
            assertThat(LibrarySearch.ofThisMachine().candidates().getFirst()).isEqualTo("/opt/pcsc/libpcsclite.so.1");
        } finally {
            System.clearProperty("sun.security.smartcardio.library");
        }
    }

    @Test
    void macos_and_windows_have_one_candidate() {
        assertThat(LibrarySearch.candidates(Platform.MACOS, "aarch64", Map.of()))
                .containsExactly("/System/Library/Frameworks/PCSC.framework/PCSC");
        assertThat(LibrarySearch.candidates(Platform.WINDOWS, "amd64", Map.of()))
                .containsExactly("winscard.dll");
    }

    @Test
    void error_lists_the_candidates_and_a_remedy(@TempDir Path folder) throws Exception {
        Path noLibrary = Files.writeString(folder.resolve("libpcsclite.so.1"), "text");
        var search = new LibrarySearch(Platform.PCSC_LITE, List.of("libnowhere-pcsc.so.7", noLibrary.toString()));
        assertThatThrownBy(search::open)
                .isInstanceOf(LibraryNotFoundException.class)
                .hasMessageStartingWith("cannot find a native PC/SC library. Tried: libnowhere-pcsc.so.7, " + noLibrary
                        + " (exists, but cannot be loaded")
                .hasMessageContaining("Install libpcsclite1")
                .hasMessageContaining("-Ddev.puce.pcsc=socket");
    }

    /// Returns this machine's library, which the test copies. Skips the test if there is none.
    private static Path installed() {
        return LibrarySearch.ofThisMachine().candidates().stream()
                .filter(candidate -> candidate.startsWith("/"))
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> Skip.because("no libpcsclite is installed", "apt-get install libpcsclite1"));
    }

    @Test
    void library_without_pcsc_functions_is_rejected() {
        var search = new LibrarySearch(Platform.PCSC_LITE, List.of("libc.so.6", "libc.so", "libSystem.dylib"));
        assertThatThrownBy(search::open).hasMessageContaining("Tried: libc");
    }
}
