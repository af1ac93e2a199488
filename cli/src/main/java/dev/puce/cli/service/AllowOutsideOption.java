package dev.puce.cli.service;

import dev.puce.service.card.filesystem.FileAccess;
import picocli.CommandLine.Option;

/// The option `--allow-outside`, shared by the commands that read card descriptions.
final class AllowOutsideOption {
    @Option(names = "--allow-outside", description = "Let card descriptions read files outside their folder.")
    private boolean isAllowed;

    /// Returns the files that a card description may name.
    FileAccess access() {
        return isAllowed ? FileAccess.ANYWHERE : FileAccess.BELOW_FOLDER;
    }
}
