package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A PC/SC program in C from the test's resources, compiled where every user may run it.
record CompiledClient(Path program) implements AutoCloseable {
    /// Compiles a program.
    ///
    /// @param source its name in the folder `clients`
    static CompiledClient of(String source) throws IOException {
        var compiler = RealParts.command("cc", "gcc").toString();
        RealParts.file("/usr/include/PCSC/winscard.h", "libpcsclite-dev");
        var folder = Files.createTempDirectory("puce-client");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var program = folder.resolve(source.replace(".c", ""));
        var built = Ran.command(
                Map.of(),
                List.of(compiler, resource(source), "-I/usr/include/PCSC", "-o", program.toString(), "-lpcsclite"));
        assertThat(built.status()).as(built.err()).isZero();
        return new CompiledClient(program);
    }

    private static String resource(String source) {
        try {
            return Path.of(CompiledClient.class
                            .getResource("/clients/" + source)
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(program);
        Files.delete(program.getParent());
    }
}
