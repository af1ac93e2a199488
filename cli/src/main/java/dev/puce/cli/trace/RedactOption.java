package dev.puce.cli.trace;

import dev.puce.trace.redaction.Redaction;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/// The option `--redact`, shared by every command through which secrets could come to light.
public final class RedactOption {
    @Option(
            names = "--redact",
            paramLabel = "HOW",
            defaultValue = "full",
            description = "What to take away of PINs, keys and cryptograms: full (default: bytes and length), shape"
                    + " (the bytes; length, padding and kinds of the bytes are shown), off (nothing).")
    private Redaction redaction = Redaction.FULL;

    /// What to take away. Says so once if that is nothing.
    public Redaction redaction(PrintWriter err) {
        if (redaction == Redaction.OFF) {
            err.println("puce: WARNING: redaction is off. PINs and keys are shown and written as they are.");
            err.flush();
        }
        return redaction;
    }
}
