package dev.puce.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.backend.ffm.LibraryNotFoundException;
import dev.puce.pcsc.Pcsc;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void open_accepts_a_socket_path() {
        try (Pcsc named = Pcsc.open("socket:/some/where/pcscd.comm");
                Pcsc path = Pcsc.open("/some/where/pcscd.comm")) {
            assertThat(named.description()).isEqualTo("pcscd at /some/where/pcscd.comm");
            assertThat(path.description()).isEqualTo("pcscd at /some/where/pcscd.comm");
        }
    }

    @Test
    void open_accepts_a_library_path() {
        for (String choice : new String[] {
            "native:/no/libpcsclite.so.1", "/no/libpcsclite.so.1", "/no/libpcsclite.so", "C:\\no\\winscard.dll"
        }) {
            assertThatThrownBy(() -> Pcsc.open(choice))
                    .as(choice)
                    .isInstanceOf(LibraryNotFoundException.class)
                    .hasMessageContaining("no");
        }
    }

    @Test
    void automatic_uses_the_socket_if_pcsc_lite_has_no_library() {
        try (Pcsc instead = Backends.automatic(() -> Pcsc.open("native:/no/libpcsclite.so.1"), "FreeBSD")) {
            assertThat(instead.description()).startsWith("pcscd at ");
        }
        for (String system : new String[] {"Windows 11", "Mac OS X"}) {
            assertThatThrownBy(() -> Backends.automatic(() -> Pcsc.open("native:/no/library.so"), system))
                    .as(system)
                    .isInstanceOf(LibraryNotFoundException.class);
        }
    }

    @Test
    void error_for_an_unknown_backend_lists_the_known_ones() {
        assertThatThrownBy(() -> Pcsc.open("serial"))
                .hasMessageContaining("\"serial\" is not a PC/SC backend")
                .hasMessageContaining("auto, native, native:LIBRARY, socket, socket:PATH");
    }
}
