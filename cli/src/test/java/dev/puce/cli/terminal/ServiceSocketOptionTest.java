package dev.puce.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServiceSocketOptionTest {
    private static final Path SOCKET = Path.of("/tmp/puce-0/pcscd.comm");

    @Test
    void service_of_another_user_is_not_called_missing() {
        assertThat(ServiceSocketOption.unreachable(SOCKET, "Permission denied"))
                .isEqualTo(
                        "You may not use the puce service at " + SOCKET + " (Permission denied). Run puce as the user"
                                + " who started it, or start your own with `puce serve`");
    }

    @Test
    void missing_service_names_the_command_that_starts_one() {
        assertThat(ServiceSocketOption.unreachable(SOCKET, "No such file or directory"))
                .startsWith("No puce service at " + SOCKET + " (No such file or directory).")
                .contains("`puce serve`", "--socket PATH");
    }
}
