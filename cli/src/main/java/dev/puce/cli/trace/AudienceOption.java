package dev.puce.cli.trace;

import dev.puce.cli.terminal.NamedValueConverter;
import dev.puce.trace.redaction.Redaction;
import java.util.List;
import picocli.CommandLine.Option;

/// The option `--for`: the readers of a file that leaves this machine.
public final class AudienceOption {
    /// The readers of a file.
    public enum Audience {
        /// Maintainers, in private: no PINs and keys.
        MAINTAINER("maintainer", Redaction.FULL),
        /// All people: no personal data either.
        PUBLIC("public", Redaction.PUBLIC);

        private final String text;
        private final Redaction redaction;

        Audience(String text, Redaction redaction) {
            this.text = text;
            this.redaction = redaction;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Parses an audience as it is typed.
    static final class AudienceConverter extends NamedValueConverter<Audience> {
        AudienceConverter() {
            super(List.of(Audience.values()));
        }
    }

    @Option(
            names = "--for",
            paramLabel = "WHOM",
            converter = AudienceConverter.class,
            defaultValue = "maintainer",
            description =
                    "maintainer removes PINs, keys and cryptograms (the default). public also removes personal data:"
                            + " the data of responses, serial numbers, user and host names, paths and arguments.")
    private Audience audience = Audience.MAINTAINER;

    /// Returns what must be removed.
    public Redaction redaction() {
        return audience.redaction;
    }
}
