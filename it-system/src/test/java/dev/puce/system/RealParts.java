package dev.puce.system;

import dev.puce.testkit.Skip;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;

/// The foreign programs that tests talk to.
///
/// A test first names the parts that it needs. A missing part skips the test. It fails the test if `./test` has
/// installed all packages (`-Dpuce.parts=required`).
public final class RealParts {
    private static final boolean REQUIRED = "required".equals(System.getProperty("puce.parts"));

    private RealParts() {}

    /// Requires a command on the PATH, or in the folders of daemons, which Debian omits from the PATH of normal users.
    ///
    /// @param command       its name
    /// @param debianPackage the package that has it, for the message
    /// @return its path
    public static Path command(String command, String debianPackage) {
        String folders = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";
        return Arrays.stream(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(command, debianPackage));
    }

    /// Requires a file.
    public static Path file(String path, String debianPackage) {
        var file = Path.of(path);
        return Files.exists(file) ? file : missing(path, debianPackage);
    }

    private static Path missing(String part, String debianPackage) {
        if (REQUIRED) {
            return Assertions.fail(part + " is missing, although ./test has installed " + debianPackage);
        }
        return Skip.because(part + " is missing", "apt-get install " + debianPackage);
    }
}
