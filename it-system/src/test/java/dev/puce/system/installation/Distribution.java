package dev.puce.system.installation;

import dev.puce.testkit.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The archives and the package that the module `dist` has built before the tests.
final class Distribution {
    private static final Path TARGET =
            Path.of("../dist/target").toAbsolutePath().normalize();

    private Distribution() {}

    /// Returns a file, or skips the running test if it is not built.
    ///
    /// @param glob matches its name
    static Path file(String glob) throws IOException {
        if (Files.isDirectory(TARGET)) {
            try (var files = Files.newDirectoryStream(TARGET, glob)) {
                for (Path file : files) {
                    return file;
                }
            }
        }
        return Skip.because("dist/target has no " + glob, "run ./test, or Maven with -Pdist");
    }
}
