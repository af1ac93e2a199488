package dev.puce.cli.trace;

import dev.puce.cli.terminal.NamedValueConverter;
import dev.puce.trace.redaction.Redaction;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/// The option `--redact`, shared by every command that could reveal secrets.
public final class RedactOption {
    @Option(
            names = "--redact",
            paramLabel = "HOW",
            converter = RedactionConverter.class,
            defaultValue = "full",
            description =
                    "Hide PINs, keys and cryptograms. full hides bytes and length (the default). shape hides the bytes,"
                            + " but keeps length, padding and kind of each byte. strict also hides all data that are"
                            + " not known to be harmless. off hides nothing.")
    private Redaction redaction = Redaction.FULL;

    /// Parses a level as it is typed. `puce redact --for public` has the strictest one, which looks at whole files.
    static final class RedactionConverter extends NamedValueConverter<Redaction> {
        RedactionConverter() {
            super(List.of(Redaction.STRICT, Redaction.FULL, Redaction.SHAPE, Redaction.OFF));
        }
    }

    /// Returns the level, and warns once if nothing is hidden.
    public Redaction redaction(PrintWriter err) {
        if (redaction == Redaction.OFF) {
            err.println("puce: WARNING: redaction is off. PINs and keys are shown and written in clear.");
            err.flush();
        }
        return redaction;
    }
}
