package dev.puce.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The service of commands without `--socket`.
@EnabledOnOs(OS.LINUX)
class PcscOptionTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment;
    private Path socket;
    private Path pcscd;

    @BeforeEach
    void makeFolder() throws IOException {
        environment = Map.of("XDG_RUNTIME_DIR", folder.toString());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        socket = Files.createDirectory(folder.resolve("puce"), ownerOnly).resolve("pcscd.comm");
        pcscd = folder.resolve("run/pcscd.comm");
    }

    private SocketChoice choice(SocketChoice.Origin origin) {
        return new SocketChoice(pcscd, origin);
    }

    @Test
    void running_puce_serve_takes_the_place_of_an_absent_pcscd() throws Exception {
        assertThat(PcscOption.userService(choice(SocketChoice.Origin.USUAL), environment))
                .isEmpty();
        try (var _ = PcscService.start(ServiceOptions.USUAL.withSocket(socket))) {
            assertThat(PcscOption.userService(choice(SocketChoice.Origin.USUAL), environment))
                    .contains(socket);
        }
    }

    @Test
    void pcscd_and_named_sockets_come_first() throws Exception {
        try (var _ = PcscService.start(ServiceOptions.USUAL.withSocket(socket))) {
            assertThat(PcscOption.userService(choice(SocketChoice.Origin.VARIABLE), environment))
                    .isEmpty();
            Files.createDirectory(pcscd.getParent());
            Files.createFile(pcscd);
            assertThat(PcscOption.userService(choice(SocketChoice.Origin.USUAL), environment))
                    .isEmpty();
        }
    }
}
