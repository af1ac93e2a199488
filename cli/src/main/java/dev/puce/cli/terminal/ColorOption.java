package dev.puce.cli.terminal;

import dev.puce.posix.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/// The option `--color`, shared by every command that prints for people.
public final class ColorOption {
    /// When output is coloured.
    enum When {
        /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
        AUTO,
        ALWAYS,
        NEVER;

        /// Returns the name as it is typed.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Parses the name as it is typed.
    static final class WhenConverter extends NamedValueConverter<When> {
        WhenConverter() {
            super(List.of(When.values()));
        }
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = WhenConverter.class,
            description = "Colour: auto (on a terminal, unless NO_COLOR is set or TERM is dumb), always or never.")
    private When when = When.AUTO;

    /// Returns whether standard output gets colour.
    public boolean onStandardOutput() {
        return decide(System.getenv(), Terminal.STANDARD_OUTPUT::isThere);
    }

    /// Returns whether standard error gets colour.
    public boolean onStandardError() {
        return decide(System.getenv(), Terminal.STANDARD_ERROR::isThere);
    }

    /// Returns whether even an output that is not a terminal gets colour.
    public boolean isForced() {
        return when == When.ALWAYS;
    }

    /// Decides for one output.
    boolean decide(Map<String, String> environment, BooleanSupplier terminal) {
        return switch (when) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb")
                        && terminal.getAsBoolean();
        };
    }
}
