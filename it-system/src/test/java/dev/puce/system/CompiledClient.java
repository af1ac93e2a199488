package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A PC/SC program in C from the resources, compiled into a folder where every user may run it.
public record CompiledClient(Path program) implements AutoCloseable {
    /// Compiles a program.
    ///
    /// @param source its name in the folder `clients`
    static CompiledClient of(String source) throws IOException {
        var folder = Files.createTempDirectory("puce-client");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new CompiledClient(into(folder, source));
    }

    /// Compiles a program into a folder of the test.
    ///
    /// @param source    its name in the folder `clients`
    /// @param libraries further libraries, such as `-lm`
    public static Path into(Path folder, String source, String... libraries) throws IOException {
        RealParts.file("/usr/include/PCSC/winscard.h", "libpcsclite-dev");
        var program = folder.resolve(source.replace(".c", ""));
        var compiler = new ArrayList<>(List.of(
                RealParts.command("cc", "gcc").toString(),
                "-O2",
                "-Wall",
                "-Werror",
                "-I/usr/include/PCSC",
                "-o",
                program.toString(),
                Resources.path("/clients/" + source).toString(),
                "-lpcsclite"));
        compiler.addAll(List.of(libraries));
        var built = CommandResult.command(Map.of(), compiler);
        assertThat(built.status()).as(built.err()).isZero();
        return program;
    }

    @Override
    public void close() throws IOException {
        Files.delete(program);
        Files.delete(program.getParent());
    }
}
