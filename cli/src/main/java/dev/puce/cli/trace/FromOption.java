package dev.puce.cli.trace;

import dev.puce.trace.arrows.PatternFormat;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.file.TraceFormats;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.session.MessagingKeys;
import dev.puce.trace.source.TraceFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The options `--from` and `--pattern`, shared by the commands that read traces.
public final class FromOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            description = "Read the trace in this format, without detection. `puce show --formats` lists the formats.")
    private String format;

    @Option(
            names = "--pattern",
            paramLabel = "REGEX",
            description = "Read any log: a regular expression with the groups (?<command>...) and (?<response>...),"
                    + " which contain hex, and optionally (?<time>...).")
    private String pattern;

    /// How to read the trace.
    ///
    /// @throws CommandLine.ParameterException if there is no such format, or the pattern is wrong
    public TraceFile.Options options(Redaction redaction) {
        if (format != null && TraceFormats.named(format).isEmpty()) {
            throw wrong("\"" + format + "\" is not a trace format. Choose one of "
                    + TraceFormats.all().stream().map(TraceFormat::name).collect(Collectors.joining(", ")));
        }
        return new TraceFile.Options(redaction, Optional.ofNullable(format), pattern(), MessagingKeys.NONE);
    }

    private Optional<Pattern> pattern() {
        if (pattern == null) {
            return Optional.empty();
        }
        if (format != null) {
            throw wrong("--pattern describes the format; it cannot be combined with --from");
        }
        try {
            var compiled = Pattern.compile(pattern);
            new PatternFormat(compiled);
            return Optional.of(compiled);
        } catch (PatternSyntaxException e) {
            throw wrong("--pattern: " + e.getDescription() + " at position " + e.getIndex());
        } catch (IllegalArgumentException e) {
            throw wrong("--pattern: " + e.getMessage());
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
