package dev.puce.diagnose.macos;

import java.nio.file.Path;

/// The programs of macOS that puce runs.
///
/// @param log      reads the unified log
/// @param defaults reads and writes settings
/// @param sudo     runs a program as root
public record MacosTools(Path log, Path defaults, Path sudo) {
    /// The programs of the system.
    public static final MacosTools SYSTEM = in(Path.of("/usr/bin"));

    /// The programs of a folder.
    public static MacosTools in(Path folder) {
        return new MacosTools(folder.resolve("log"), folder.resolve("defaults"), folder.resolve("sudo"));
    }
}
