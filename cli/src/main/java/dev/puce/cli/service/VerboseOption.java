package dev.puce.cli.service;

import dev.puce.cli.terminal.Diagnostics;
import picocli.CommandLine.Option;

/// `-v`: more about the failures of applets.
final class VerboseOption {
    @Option(
            names = {"-v", "--verbose"},
            description = "Show the stack traces of exceptions in Java Card applets.")
    private boolean verbose;

    /// Makes the diagnostics verbose, if the user asked for it.
    void apply() {
        if (verbose) {
            Diagnostics.showDetails();
        }
    }
}
