package dev.puce.cli.service;

import dev.puce.service.card.filesystem.FileAccess;
import picocli.CommandLine.Option;

/// The option `--allow-outside`, shared by the commands that read card descriptions.
public final class AllowOutsideOption {
    @Option(names = "--allow-outside", description = "Let card descriptions read files outside their folder.")
    private boolean isAllowed;

    /// Returns whether the option is given.
    public boolean isGiven() {
        return isAllowed;
    }

    /// Returns the files that a card description may name.
    public FileAccess access() {
        return isAllowed ? FileAccess.ANYWHERE : FileAccess.BELOW_FOLDER;
    }
}
