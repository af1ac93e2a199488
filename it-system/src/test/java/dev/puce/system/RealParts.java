package dev.puce.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// The programs of others that tests talk to. A test names what it needs first; what is missing skips it with a word,
/// or fails it when `./test` has installed everything (`-Dpuce.parts=required`).
public final class RealParts {
    private static final boolean REQUIRED = "required".equals(System.getProperty("puce.parts"));

    private RealParts() {}

    /// Asks for a command on the PATH.
    ///
    /// @param command       its name
    /// @param debianPackage the package that has it, for the message
    /// @return its path
    public static Path command(String command, String debianPackage) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(command, debianPackage));
    }

    /// Asks for a file.
    public static Path file(String path, String debianPackage) {
        var file = Path.of(path);
        return Files.exists(file) ? file : missing(path, debianPackage);
    }

    private static Path missing(String part, String debianPackage) {
        String message = part + " is not there: apt-get install " + debianPackage;
        if (REQUIRED) {
            Assertions.fail(message);
        }
        Assumptions.abort(message);
        throw new AssertionError("unreachable");
    }
}
